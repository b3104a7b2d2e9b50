from typing import Any

from sqlalchemy import BigInteger, Boolean, Text, Uuid, and_, bindparam, column, func, or_, select, table
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from services.api.timeline.event_models import EventPosition
from services.kit.actor import Actor
from services.kit.listing import visibility
from services.kit.reads import Read, Reader, fence

ENVELOPES = table(
    "envelopes",
    column("position", BigInteger),
    column("workspace_id", Uuid),
    column("type", Text),
    column("subject_id", UUID(as_uuid=True)),
    column("project_id", UUID(as_uuid=True)),
    column("is_private", Boolean),
    column("envelope", JSONB),
    schema="rapport",
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


def _after(*extra: Any) -> Read:
    return Read(
        select(ENVELOPES.c.envelope)
        .where(
            ENVELOPES.c.workspace_id == fence(),
            ENVELOPES.c.position > bindparam("position", type_=BigInteger()),
            *extra,
        )
        .order_by(ENVELOPES.c.position)
        .limit(bindparam("most"))
    )


_FEED_OF_ALL = _after()
_FEED_OF_ONE = _after(_VISIBLE, _OWN)


async def events_after(reader: Reader, actor: Actor, *, position: int, limit: int) -> list[dict[str, Any]]:
    """Envelopes after a position, oldest first; a process of ours gets them all, a person those they may see."""
    values: dict[str, Any] = {"position": position, "most": limit}
    read = _FEED_OF_ALL
    if actor.kind != "system":
        read = _FEED_OF_ONE
        values |= {**visibility(actor), "user_id": str(actor.user_id)}
    return [row["envelope"] for row in await reader.rows(read, actor.workspace_id, **values)]
