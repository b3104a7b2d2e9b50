from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import Table, bindparam, func, select, update

from services.api.communications.notifications.models import Notification
from services.kit.actor import Actor
from services.kit.gathering import Part, put, row_of
from services.kit.listing import Listing, Sort, instant
from services.kit.problems import NotFound
from services.kit.reads import Read, Reader, fence
from services.kit.work import Work, of_written

_OWN = (
    Notification.workspace_id == fence(),
    Notification.user_id == bindparam("user_id", type_=Notification.user_id.type),
)

NOTIFICATIONS = Listing(
    source=Notification.__table__,
    fields={
        "id": Notification.id,
        "event_id": Notification.event_id,
        "event_type": Notification.event_type,
        "title": Notification.title,
        "body": Notification.body,
        "link_kind": Notification.link_kind,
        "link_id": Notification.link_id,
        "created_at": instant(Notification.created_at),
        "read_at": instant(Notification.read_at),
    },
    identity=Notification.id,
    where=_OWN,
    sorts={"created_at": Sort(Notification.created_at)},
    filters={"unread": Notification.read_at.is_(None), "seen": Notification.read_at.is_not(None)},
)

# Members are looked up behind the fence: for each row, once the workspace is set.
TELL = Part(
    f"{put(cast(Table, Notification.__table__)).sql} CROSS JOIN LATERAL (SELECT FROM rapport.members m"
    " WHERE m.workspace_id = s.w::uuid AND m.user_id = r.user_id LIMIT 1) m ON CONFLICT DO NOTHING RETURNING id",
    name="told",
)
EVENTS_OF_TOLD = of_written(TELL.name)

_UNREAD = Read(select(func.count().label("unread")).where(*_OWN, Notification.read_at.is_(None)).limit(1))


async def unread_count(reader: Reader, actor: Actor) -> int:
    """How many of the actor's own notifications are unread."""
    rows = await reader.rows(_UNREAD, actor.workspace_id, user_id=actor.user_id)
    unread: int = rows[0]["unread"]
    return unread


async def own_notification(work: Work, *, notification_id: UUID) -> Notification:
    """One of the actor's own, locked until the transaction ends.

    Raises:
        NotFound: it is not there, or somebody else's.
    """
    statement = select(Notification).where(
        Notification.workspace_id == work.workspace_id,
        Notification.user_id == work.actor.user_id,
        Notification.id == notification_id,
    )
    notification = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if notification is None:
        raise NotFound
    return notification


async def mark_all_read(work: Work, *, at: datetime) -> list[UUID]:
    """Mark the actor's unread ones; their ids, the newest first."""
    statement = (
        update(Notification)
        .where(
            Notification.workspace_id == work.workspace_id,
            Notification.user_id == work.actor.user_id,
            Notification.read_at.is_(None),
        )
        .values(read_at=at)
        .returning(Notification.id)
        .execution_options(synchronize_session=False)
    )
    return sorted((await work.session.execute(statement)).scalars(), reverse=True)


def tell(work: Work, notification: Notification) -> None:
    """Write a notification, unless the person has it already or is no member any more."""
    work.gather(TELL, row_of(notification))
