from collections.abc import Sequence
from uuid import UUID

from services.api.communications.notifications.models import Notification
from services.contracts.envelope import Subject
from services.contracts.events.delivery import NotificationCreated, NotificationRead

# A notification changes once in its life, so its two versions need no column.
CREATED, READ = 1, 2


def subject(notification_id: UUID) -> Subject:
    """How events name a notification."""
    return Subject(kind="notification", id=notification_id)


def created(notification: Notification) -> NotificationCreated:
    """What the person's open pages learn of a new notification."""
    return NotificationCreated(user_id=notification.user_id, event_type=notification.event_type)


def read(user_id: UUID, notification_ids: Sequence[UUID]) -> NotificationRead:
    """What the person's other pages learn when they have read."""
    return NotificationRead(user_id=user_id, notification_ids=list(notification_ids))
