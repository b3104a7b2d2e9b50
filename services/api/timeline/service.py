"""What other contexts put on timelines: one entry per thing and subject, written in their transaction."""

from collections.abc import Sequence
from uuid import UUID

from services.api.timeline import repository
from services.api.timeline.domain import TimelineSubject, TimelineThing
from services.kit.work import Work

__all__ = [
    "TimelineSubject",
    "TimelineThing",
    "place_on_timelines",
    "remove_from_timelines",
    "remove_things_of",
    "remove_timeline",
    "restrict_things",
    "restrict_things_of",
]


async def place_on_timelines(
    work: Work, *, thing: TimelineThing, subjects: Sequence[TimelineSubject], is_new: bool = False
) -> None:
    """Show a thing on exactly these subjects' timelines; entries on other subjects' go away (a new thing has none)."""
    if not is_new:
        await repository.delete_entries_elsewhere(work, thing=thing, subjects=subjects)
    repository.put_entries(work, thing=thing, subjects=subjects)


async def remove_from_timelines(work: Work, *, thing_id: UUID) -> None:
    """Take a thing off every timeline."""
    await repository.delete_thing(work, thing_id=thing_id)


async def remove_timeline(work: Work, *, subject_id: UUID) -> None:
    """Drop a subject's whole timeline, because the subject is gone."""
    await repository.delete_subject(work, subject_id=subject_id)


async def restrict_things(work: Work, *, thing_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    """Change who may see things that are already placed."""
    await repository.restrict(work, thing_ids=thing_ids, restricted_to=restricted_to)


async def restrict_things_of(
    work: Work, *, subject_id: UUID, thing_type: str, restricted_to: list[UUID] | None
) -> None:
    """Change who may see the things of a type on a subject's timeline, wherever else they show too."""
    await repository.restrict_of_subject(
        work, subject_id=subject_id, thing_type=thing_type, restricted_to=restricted_to
    )


async def remove_things_of(work: Work, *, subject_id: UUID, thing_type: str) -> None:
    """Take the things of a type on a subject's timeline off every timeline."""
    await repository.delete_of_subject(work, subject_id=subject_id, thing_type=thing_type)
