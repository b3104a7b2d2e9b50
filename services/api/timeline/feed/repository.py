"""The event log as people and programs read it: onwards from a position, or back from the newest."""

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Text,
    Uuid,
    and_,
    bindparam,
    cast,
    column,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.api.timeline.event_models import Event, EventPosition
from services.api.timeline.feed.domain import AUDIT_PERMISSION, AUDIT_PREFIXES, EventFilter
from services.api.timeline.feed.guards import presently_visible
from services.kit.actor import Actor
from services.kit.listing import visibility
from services.kit.reads import Read, Reader, fence

ENVELOPES = table(
    "envelopes",
    column("position", BigInteger),
    column("workspace_id", Uuid),
    column("event_id", UUID(as_uuid=True)),
    column("type", Text),
    column("subject_id", UUID(as_uuid=True)),
    column("project_id", UUID(as_uuid=True)),
    column("is_private", Boolean),
    column("envelope", JSONB),
    schema="rapport",
)
# Names of actors, from contexts above and beside this one.
USERS = table("users", column("id", UUID(as_uuid=True)), column("name", Text), schema="rapport")
KEYS = table(
    "api_keys", column("workspace_id", Uuid), column("id", UUID(as_uuid=True)), column("name", Text), schema="rapport"
)

NEWEST_POSITION = Read(
    select(EventPosition.position)
    .where(EventPosition.workspace_id == fence())
    .order_by(EventPosition.position.desc())
    .limit(1)
)

# A notification concerns one person, and so does a password; everybody else's feed leaves it out.
OF_ONE_PERSON = ("notification.", "password.")
_OWN = or_(
    and_(*(ENVELOPES.c.type.not_like(f"{prefix}%") for prefix in OF_ONE_PERSON)),
    ENVELOPES.c.envelope["data"]["user_id"].astext == bindparam("user_id", type_=Text()),
)
_VISIBLE = or_(
    bindparam("sees_all", type_=Boolean()),
    ENVELOPES.c.is_private.is_(False),
    ENVELOPES.c.project_id == func.any(bindparam("private_projects", type_=ARRAY(UUID(as_uuid=True)))),
)
_OPEN = or_(
    bindparam("sees_audit", type_=Boolean()),
    and_(*(ENVELOPES.c.type.not_like(f"{prefix.replace('_', chr(92) + '_')}%") for prefix in AUDIT_PREFIXES)),
)
FILTERS: dict[str, ColumnElement[bool]] = {
    "type": Event.type == func.any(bindparam("type", type_=ARRAY(Text()))),
    "subject_kind": Event.subject_kind == func.any(bindparam("subject_kind", type_=ARRAY(Text()))),
    "subject_id": Event.subject_id == bindparam("subject_id", type_=Event.subject_id.type),
    "actor_id": Event.actor["id"].astext == bindparam("actor_id", type_=Text()),
    "actor_kind": Event.actor["kind"].astext == bindparam("actor_kind", type_=Text()),
    "project_id": Event.project_id == bindparam("project_id", type_=UUID(as_uuid=True)),
    "since": Event.occurred_at >= bindparam("since", type_=DateTime(timezone=True)),
    "until": Event.occurred_at < bindparam("until", type_=DateTime(timezone=True)),
}
_ACTOR_ID = cast(ENVELOPES.c.envelope["actor"]["id"].astext, UUID(as_uuid=True))
ACTOR_NAME = func.coalesce(
    select(USERS.c.name).where(USERS.c.id == _ACTOR_ID).correlate(ENVELOPES).scalar_subquery(),
    select(KEYS.c.name)
    .where(KEYS.c.workspace_id == fence(), KEYS.c.id == _ACTOR_ID)
    .correlate(ENVELOPES)
    .scalar_subquery(),
)


@cache
def _feed(names: frozenset[str], *, is_newest_first: bool, is_for_one: bool) -> Read:
    """The statement for one set of filters, compiled once."""
    position = bindparam("position", type_=BigInteger())
    statement = select(ENVELOPES.c.envelope)
    if is_newest_first:
        statement = select(ENVELOPES.c.envelope, ACTOR_NAME.label("actor_name"))
    statement = statement.where(
        ENVELOPES.c.workspace_id == fence(),
        ENVELOPES.c.position < position if is_newest_first else ENVELOPES.c.position > position,
    )
    if names:
        same = (Event.workspace_id == ENVELOPES.c.workspace_id) & (Event.id == ENVELOPES.c.event_id)
        statement = statement.join(Event, same).where(Event.workspace_id == fence())
        statement = statement.where(*(FILTERS[name] for name in sorted(names)))
    if is_for_one:
        statement = statement.where(_VISIBLE, _OWN, _OPEN, presently_visible())
    order = ENVELOPES.c.position.desc() if is_newest_first else ENVELOPES.c.position
    return Read(statement.order_by(order).limit(bindparam("most")))


async def events_after(
    reader: Reader, actor: Actor, *, position: int, limit: int, wanted: EventFilter | None = None
) -> list[dict[str, Any]]:
    """Envelopes after a position, oldest first; a process of ours gets them all, a person those they may see."""
    rows = await _rows(reader, actor, wanted or EventFilter(), position=position, limit=limit, is_newest_first=False)
    return [row["envelope"] for row in rows]


async def events_before(
    reader: Reader, actor: Actor, *, position: int, limit: int, wanted: EventFilter
) -> list[dict[str, Any]]:
    """Envelopes before a position with the names of those who acted, newest first."""
    rows = await _rows(reader, actor, wanted, position=position, limit=limit, is_newest_first=True)
    return [{**row["envelope"], "actor_name": row["actor_name"]} for row in rows]


async def _rows(
    reader: Reader, actor: Actor, wanted: EventFilter, *, position: int, limit: int, is_newest_first: bool
) -> list[Any]:
    given = wanted.given()
    is_for_one = actor.kind != "system"
    values: dict[str, Any] = {"position": position, "most": limit, **given}
    if is_for_one:
        values |= {**visibility(actor), "user_id": str(actor.user_id), "sees_audit": actor.may(AUDIT_PERMISSION)}
    read = _feed(frozenset(given), is_newest_first=is_newest_first, is_for_one=is_for_one)
    return await reader.rows(read, actor.workspace_id, **values)
