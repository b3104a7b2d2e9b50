"""Who follows a record."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from services.api.collaboration.subjects.domain import About, SubjectKind
from services.api.collaboration.subjects.schemas import SubjectNamed
from services.api.collaboration.subjects.service import about as find
from services.api.collaboration.watchers import events, repository
from services.api.collaboration.watchers.errors import NotYoursToDecide, unseen_by
from services.api.collaboration.watchers.policy import may_decide_for
from services.api.collaboration.watchers.schemas import WatcherRead
from services.api.identity.members.naming import NamedMember, members_by_id
from services.api.projects.glance import people_on
from services.contracts.payload import Payload
from services.kit.problems import NotFound
from services.kit.work import Work


async def watch(work: Work, *, kind: SubjectKind, subject_id: UUID, user_id: UUID) -> WatcherRead:
    """Let somebody follow a record; nothing is recorded where they do already.

    Raises:
        NotFound: the actor sees no such record, or there is no such member.
        NotYoursToDecide: it is about somebody else, and the actor does not lead.
        Invalid: the person may not see the record.
    """
    about = await find(work, kind=kind, subject_id=subject_id)
    member = (await members_by_id(work, user_ids=[user_id])).get(user_id)
    if member is None:
        raise NotFound
    if not may_decide_for(work.actor, user_id):
        raise NotYoursToDecide
    await _demand_sight(work, about, member)
    await begin_watching(work, about, user_ids=[user_id])
    row = await repository.watcher(work, subject_id=subject_id, user_id=user_id)
    if row is None:
        raise NotFound
    named = SubjectNamed(kind=kind, id=subject_id)
    return WatcherRead(user_id=user_id, name=member.name, subject=named, created_at=row.created_at)


async def unwatch(work: Work, *, kind: SubjectKind, subject_id: UUID, user_id: UUID) -> None:
    """Let somebody follow a record no longer.

    Raises:
        NotFound: the actor sees no such record, or the person does not follow it.
        NotYoursToDecide: it is about somebody else, and the actor does not lead.
    """
    about = await find(work, kind=kind, subject_id=subject_id)
    if await repository.watcher(work, subject_id=subject_id, user_id=user_id) is None:
        raise NotFound
    if not may_decide_for(work.actor, user_id):
        raise NotYoursToDecide
    watcher_id = await repository.remove_watcher(work, subject_id=subject_id, user_id=user_id)
    if watcher_id is not None:
        _tell(work, about, watcher_id, events.removed(about, user_id), sequence=2)


async def begin_watching(work: Work, about: About, *, user_ids: Sequence[UUID]) -> None:
    """Let people follow a record that they see; those who do already are left alone."""
    for user_id, watcher_id in (await repository.add_watchers(work, about=about, user_ids=user_ids)).items():
        _tell(work, about, watcher_id, events.added(about, user_id), sequence=1)


async def stop_all_watching(work: Work, *, user_id: UUID) -> None:
    """Somebody who leaves the workspace follows nothing any more."""
    for row in await repository.remove_watchers_of(work, user_id=user_id):
        # Told as of a private project where there is one: who reads it there may read it anyway.
        projects = (row.project_id,) if row.project_id else ()
        kind = cast(SubjectKind, row.subject_kind)
        gone = About(kind, row.subject_id, title="", project_ids=projects, restricted_to=projects)
        _tell(work, gone, row.id, events.removed(gone, user_id), sequence=2)


async def _demand_sight(work: Work, about: About, member: NamedMember) -> None:
    if not about.restricted_to or member.sees_all:
        return
    if member.user_id not in await people_on(work, project_ids=about.restricted_to):
        raise unseen_by(member.name)


def _tell(work: Work, about: About, watcher_id: UUID, payload: Payload, *, sequence: int) -> None:
    work.record(
        payload,
        subject=events.subject(watcher_id),
        sequence=sequence,
        project_id=next(iter(about.project_ids), None),
        is_private=bool(about.restricted_to),
    )
