from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Table, all_, bindparam, delete, select, update

from services.api.timeline.domain import TimelineSubject, TimelineThing
from services.api.timeline.models import TimelineEntry
from services.kit.gathering import Row, put
from services.kit.listing import Listing, Sort, instant, visible
from services.kit.reads import fence
from services.kit.work import Work

TIMELINE = Listing(
    source=TimelineEntry.__table__,
    fields={
        "type": TimelineEntry.thing_type,
        "id": TimelineEntry.thing_id,
        "occurred_at": instant(TimelineEntry.occurred_at),
    },
    merged=TimelineEntry.summary,
    identity=TimelineEntry.thing_id,
    where=(
        TimelineEntry.workspace_id == fence(),
        TimelineEntry.subject_id == bindparam("subject_id", type_=TimelineEntry.subject_id.type),
        visible(TimelineEntry.restricted_to),
    ),
    sorts={"occurred_at": Sort(TimelineEntry.occurred_at)},
    filters={"type": TimelineEntry.thing_type == bindparam("type", type_=TimelineEntry.thing_type.type)},
)


_ENTRIES = cast(Table, TimelineEntry.__table__)
PUT_ENTRY = put(_ENTRIES, renewed=("occurred_at", "summary", "restricted_to"))
DELETE_ELSEWHERE = delete(_ENTRIES).where(
    _ENTRIES.c.workspace_id == bindparam("own_workspace"),
    _ENTRIES.c.thing_id == bindparam("thing"),
    _ENTRIES.c.subject_id != all_(bindparam("kept", type_=ARRAY(_ENTRIES.c.subject_id.type))),
)


async def delete_entries_elsewhere(work: Work, *, thing: TimelineThing, subjects: Sequence[TimelineSubject]) -> None:
    """Delete rows on subjects no longer named."""
    values = {"own_workspace": work.workspace_id, "thing": thing.id, "kept": [subject.id for subject in subjects]}
    await work.session.execute(DELETE_ELSEWHERE, values)


def put_entries(work: Work, *, thing: TimelineThing, subjects: Sequence[TimelineSubject]) -> None:
    """Write one row per subject."""
    rows: list[Row] = [
        {
            "workspace_id": work.workspace_id,
            "subject_id": subject.id,
            "thing_id": thing.id,
            "subject_kind": subject.kind,
            "thing_type": thing.type,
            "occurred_at": thing.occurred_at,
            "summary": thing.summary,
            "restricted_to": thing.restricted_to,
        }
        for subject in subjects
    ]
    work.gather(PUT_ENTRY, *rows)


async def delete_thing(work: Work, *, thing_id: UUID) -> None:
    """Delete a thing's rows on every subject."""
    entry = TimelineEntry
    await work.session.execute(delete(entry).where(entry.workspace_id == work.workspace_id, entry.thing_id == thing_id))


async def delete_subject(work: Work, *, subject_id: UUID) -> None:
    """Delete all rows of a subject."""
    entry = TimelineEntry
    await work.session.execute(
        delete(entry).where(entry.workspace_id == work.workspace_id, entry.subject_id == subject_id)
    )


async def restrict(work: Work, *, thing_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    """Set the private projects of things."""
    entry = TimelineEntry
    await work.session.execute(
        update(entry)
        .where(entry.workspace_id == work.workspace_id, entry.thing_id.in_(thing_ids))
        .values(restricted_to=restricted_to)
    )


async def restrict_of_subject(
    work: Work, *, subject_id: UUID, thing_type: str, restricted_to: list[UUID] | None
) -> None:
    """Set the private projects of a subject's things of a type."""
    await work.session.execute(
        update(TimelineEntry).where(*_things_of(work, subject_id, thing_type)).values(restricted_to=restricted_to),
        execution_options={"synchronize_session": False},
    )


async def delete_of_subject(work: Work, *, subject_id: UUID, thing_type: str) -> None:
    """Delete a subject's things of a type on every subject."""
    await work.session.execute(
        delete(TimelineEntry).where(*_things_of(work, subject_id, thing_type)),
        execution_options={"synchronize_session": False},
    )


def _things_of(work: Work, subject_id: UUID, thing_type: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    on_subject = select(TimelineEntry.thing_id).where(
        TimelineEntry.workspace_id == work.workspace_id,
        TimelineEntry.subject_id == subject_id,
        TimelineEntry.thing_type == thing_type,
    )
    return TimelineEntry.workspace_id == work.workspace_id, TimelineEntry.thing_id.in_(on_subject)
