"""Watchers. Their accounts stand in another context, so that table is named here and not imported."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Text, bindparam, column, delete, select, table
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.dialects.postgresql import insert

from services.api.collaboration.subjects.domain import About
from services.api.collaboration.watchers.models import Watcher
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.listing import Listing, Sort, instant, json_object
from services.kit.reads import fence
from services.kit.work import Work

USERS = table("users", column("id", PgUUID(as_uuid=True)), column("name", Text()), schema="rapport")

#: Whether the reader sees the record is asked of its own context first.
WATCHERS = Listing(
    source=Watcher.__table__.join(USERS, USERS.c.id == Watcher.user_id),
    fields={
        "user_id": Watcher.user_id,
        "name": USERS.c.name,
        "subject": json_object({"kind": Watcher.subject_kind, "id": Watcher.subject_id}),
        "created_at": instant(Watcher.created_at),
    },
    identity=Watcher.id,
    where=(
        Watcher.workspace_id == fence(),
        Watcher.subject_id == bindparam("subject_id", type_=Watcher.subject_id.type),
        Watcher.subject_kind == bindparam("subject_kind", type_=Watcher.subject_kind.type),
    ),
    sorts={"created_at": Sort(Watcher.created_at)},
    filters={},
)


async def add_watchers(work: Work, *, about: About, user_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Let people follow a record; returns the new rows by person, without those who follow it already."""
    if not user_ids:
        return {}
    own = {"workspace_id": work.workspace_id, **about.key, "created_at": now()}
    rows = [{**own, "id": new_id(), "user_id": user_id} for user_id in dict.fromkeys(user_ids)]
    statement = insert(Watcher).values(rows).on_conflict_do_nothing().returning(Watcher.user_id, Watcher.id)
    return dict((await work.session.execute(statement)).all())


async def watcher(work: Work, *, subject_id: UUID, user_id: UUID) -> Watcher | None:
    """Somebody's place among the watchers of a record."""
    statement = select(Watcher).where(
        Watcher.workspace_id == work.workspace_id, Watcher.subject_id == subject_id, Watcher.user_id == user_id
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def remove_watcher(work: Work, *, subject_id: UUID, user_id: UUID) -> UUID | None:
    """End somebody's following; returns the row that is gone, None where there was none."""
    statement = (
        delete(Watcher)
        .where(Watcher.workspace_id == work.workspace_id, Watcher.subject_id == subject_id, Watcher.user_id == user_id)
        .returning(Watcher.id)
        .execution_options(synchronize_session=False)
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def remove_watchers_of(work: Work, *, user_id: UUID) -> list[Watcher]:
    """End all of somebody's following; returns the rows that are gone."""
    statement = (
        delete(Watcher)
        .where(Watcher.workspace_id == work.workspace_id, Watcher.user_id == user_id)
        .returning(Watcher)
        .execution_options(synchronize_session=False)
    )
    return list((await work.session.execute(statement)).scalars())
