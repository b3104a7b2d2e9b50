from datetime import datetime
from functools import partial
from typing import Annotated, Literal

from fastapi import Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from services.api.timeline.feed.domain import EventFilter
from services.api.timeline.feed.frames import framed
from services.api.timeline.feed.hub import Hub
from services.api.timeline.feed.pages import json_events, newest_first
from services.api.timeline.feed.repository import events_after
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
from services.api.web.dependencies import Reading, allowed, authenticated
from services.api.web.page import Limit
from services.api.web.routing import context_router
from services.kit.actor import Actor
from services.kit.problems import Problem, invalid_field
from services.kit.tokens import InvalidToken

router = context_router("/events", "events")

Watcher = Annotated[Actor, allowed("events:read")]


@router.get("", operation_id="list_events", summary="What happened, in order", response_model=EventPage)
async def list_events(
    actor: Watcher,
    reader: Reading,
    after: Annotated[int, Query(ge=0, le=MAXIMUM_POSITION, description="Only events after this position.")] = 0,
    before: Annotated[
        int | None, Query(ge=0, le=MAXIMUM_POSITION, description="Only events before this position, newest first.")
    ] = None,
    sort: Literal["position", "-position"] | None = None,
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
    """Onwards from `after`, or, with `before` or `sort=-position`, back from there or from the newest."""
    wanted = EventFilter(type, subject_kind, subject_id, actor_id, actor_kind, project_id, since, until)
    if before is not None or sort == "-position":
        return json_events(await newest_first(reader, actor, before=before, limit=limit, wanted=wanted))
    items = await events_after(reader, actor, position=after, limit=limit, wanted=wanted)
    next_after = items[-1]["position"] if items else after
    cursor = str(next_after) if len(items) == limit else None
    return json_events({"items": items, "next_after": next_after, "next_cursor": cursor})


@router.get(
    "/stream",
    operation_id="stream_events",
    summary="The same, live, as server-sent events",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "`id` is the position; resume with Last-Event-ID."}
    },
)
async def stream_events(
    request: Request,
    actor: Watcher,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> StreamingResponse:
    hub: Hub = request.app.state.hub
    events = hub.stream(actor, after=_position(last_event_id))
    return StreamingResponse(
        framed(events, until=_token_end(request), is_admitted=partial(_is_admitted, request, actor)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _is_admitted(request: Request, actor: Actor) -> bool:
    """Whether the bearer may still do and see exactly what they could when the stream began."""
    try:
        return await authenticated(request) == actor
    except Problem:
        return False


def _token_end(request: Request) -> datetime | None:
    """When the access token ends; None for an API key."""
    bearer = request.headers["authorization"].partition(" ")[2]
    try:
        claims = request.app.state.parts.tokens.verify_access(bearer)
    except InvalidToken:
        return None
    ends: datetime = claims.expires_at
    return ends


def _position(last_event_id: str | None) -> int | None:
    if last_event_id is None:
        return None
    if not last_event_id.isdigit():
        raise invalid_field("/Last-Event-ID", "position_invalid", "Send the id of the last event you received.")
    return min(int(last_event_id), MAXIMUM_POSITION)
