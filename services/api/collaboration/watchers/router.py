from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.collaboration.subjects.domain import SubjectKind
from services.api.collaboration.subjects.pages import page_about
from services.api.collaboration.subjects.schemas import AskedId, AskedKind
from services.api.collaboration.subjects.service import demand_shown
from services.api.collaboration.watchers import service
from services.api.collaboration.watchers.repository import WATCHERS
from services.api.collaboration.watchers.schemas import WatcherPage, WatcherRead
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/watchers", "collaboration")

Reader = Annotated[Actor, allowed("watchers:read")]
Writer = Annotated[Work, writing("watchers:write")]
Kind = Annotated[SubjectKind, Path(description="What kind of record is followed.")]
SubjectId = Annotated[UUID, Path(description="That record's id.")]
UserId = Annotated[UUID, Path(description="The user id of the member who follows it.")]


@router.get(
    "",
    operation_id="list_watchers",
    summary="Who follows a record",
    response_model=WatcherPage,
    responses=problems(404),
)
async def list_watchers(
    actor: Reader,
    reader: Reading,
    subject_kind: AskedKind,
    subject_id: AskedId,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
) -> Response:
    """Sorts: `created_at` (default: who began first), `-created_at`."""
    await demand_shown(reader, actor, subject_kind, subject_id)
    return await page_about(
        WATCHERS,
        reader,
        actor,
        subject_kind=subject_kind,
        subject_id=subject_id,
        limit=limit,
        cursor=cursor,
        sort=sort or "created_at",
    )


@router.put(
    "/{subject_kind}/{subject_id}/{user_id}",
    operation_id="watch",
    summary="Follow a record, or, as a manager, let somebody else follow it",
    response_model=WatcherRead,
    responses=problems(404),
)
async def watch(subject_kind: Kind, subject_id: SubjectId, user_id: UserId, work: Writer) -> WatcherRead:
    """Followers are told of comments and of the main events there. A second time changes nothing."""
    return await service.watch(work, kind=subject_kind, subject_id=subject_id, user_id=user_id)


@router.delete(
    "/{subject_kind}/{subject_id}/{user_id}",
    operation_id="unwatch",
    summary="Follow a record no longer",
    status_code=204,
    responses=problems(404),
)
async def unwatch(subject_kind: Kind, subject_id: SubjectId, user_id: UserId, work: Writer) -> None:
    await service.unwatch(work, kind=subject_kind, subject_id=subject_id, user_id=user_id)
