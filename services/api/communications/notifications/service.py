"""What a person does with what they were told, and telling them."""

from datetime import datetime
from uuid import UUID

from services.api.communications.notifications import events, repository
from services.api.communications.notifications.models import Notification
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.work import Work

# One event names at most so many, so that it stays far below the broker's largest message.
IDS_PER_EVENT = 500


def notify(
    work: Work,
    *,
    user_id: UUID,
    event_id: UUID,
    event_type: str,
    title: str,
    body: str,
    link_kind: str | None,
    link_id: UUID | None,
    created_at: datetime,
) -> None:
    """Tell a member in the app, once per event; one who knows already or has left hears nothing."""
    notification = Notification(
        workspace_id=work.workspace_id,
        id=new_id(),
        user_id=user_id,
        event_id=event_id,
        event_type=event_type,
        title=title,
        body=body,
        link_kind=link_kind,
        link_id=link_id,
        created_at=created_at,
    )
    repository.tell(work, notification)
    work.record(
        events.created(notification),
        subject=events.subject(notification.id),
        sequence=events.CREATED,
        follows=event_id,
        parts=repository.EVENTS_OF_TOLD,
    )


async def mark_read(work: Work, *, notification_id: UUID) -> Notification:
    """Mark one of the actor's own as read; one that is read already stays as it is.

    Raises:
        NotFound: it is not there, or somebody else's.
    """
    notification = await repository.own_notification(work, notification_id=notification_id)
    if notification.read_at is None:
        notification.read_at = now()
        await work.session.flush()
        _record_read(work, notification.user_id, [notification.id])
    return notification


async def mark_all_read(work: Work) -> int:
    """Mark all of the actor's own as read; how many were not yet."""
    marked = await repository.mark_all_read(work, at=now())
    if work.actor.user_id is not None:
        for start in range(0, len(marked), IDS_PER_EVENT):
            _record_read(work, work.actor.user_id, marked[start : start + IDS_PER_EVENT])
    return len(marked)


def _record_read(work: Work, user_id: UUID, notification_ids: list[UUID]) -> None:
    payload = events.read(user_id, notification_ids)
    work.record(payload, subject=events.subject(notification_ids[0]), sequence=events.READ)
