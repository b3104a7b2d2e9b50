from typing import Annotated

from fastapi import Query, Response

from services.api.timeline.audit import service
from services.api.timeline.audit.schemas import AuditExport
from services.api.timeline.feed.domain import EventFilter
from services.api.timeline.feed.pages import json_events, newest_first
from services.api.timeline.feed.schemas import (
    MAXIMUM_POSITION,
    ActorId,
    ByKind,
    EventPage,
    Kinds,
    ProjectId,
    Since,
    SubjectId,
    Types,
    Until,
)
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Limit
from services.api.web.routing import context_router
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/audit", "events")

Auditor = Annotated[Actor, allowed("audit:read")]
Exporter = Annotated[Work, writing("audit:write")]


@router.get("", operation_id="list_audit", summary="Who did what and when, the newest first", response_model=EventPage)
async def list_audit(
    actor: Auditor,
    reader: Reading,
    before: Annotated[
        int | None, Query(ge=0, le=MAXIMUM_POSITION, description="`next_cursor` of the page before.")
    ] = None,
    limit: Limit = 25,
    type: Types = None,
    subject_kind: Kinds = None,
    subject_id: SubjectId = None,
    actor_id: ActorId = None,
    actor_kind: ByKind = None,
    project_id: ProjectId = None,
    since: Since = None,
    until: Until = None,
) -> Response:
    """Everything that was changed, by whom and how, with sign-ins, keys, permissions and exports."""
    wanted = EventFilter(type, subject_kind, subject_id, actor_id, actor_kind, project_id, since, until)
    return json_events(await newest_first(reader, actor, before=before, limit=limit, wanted=wanted))


@router.post(
    "/exports",
    operation_id="export_audit",
    summary="The audit as a file (CSV), as it is filtered",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The newest first."}},
)
async def export_audit(body: AuditExport, work: Exporter, reader: Reading) -> Response:
    """Taking it out is recorded too."""
    written = await service.export_audit(work, reader, wanted=body)
    headers = {"Content-Disposition": 'attachment; filename="audit.csv"', "Cache-Control": "no-store"}
    return Response(written, media_type="text/csv; charset=utf-8", headers=headers)
