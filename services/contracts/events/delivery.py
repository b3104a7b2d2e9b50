"""What the notifier says of its deliveries, and what the API tells it about them."""

from typing import Literal
from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered

EVENT_ID = "0190b6a0-0000-7000-8000-000000000008"
USER_ID = "0190b6a0-0000-7000-8000-000000000001"

Channel = Literal["email", "in_app"]


class DeliveryFacts(Payload):
    """One delivery: which event, to whom, on which channel."""

    event_id: UUID
    event_type: str
    recipient_user_id: UUID
    channel: Channel
    message_id: str | None = None


@registered
class DeliverySent(DeliveryFacts):
    TYPE = "delivery.sent"
    EXAMPLE = {
        "event_id": EVENT_ID,
        "event_type": "interaction.recorded",
        "recipient_user_id": USER_ID,
        "channel": "in_app",
        "message_id": None,
        "link_kind": "interaction",
        "link_id": "0190b6a0-0000-7000-8000-000000000007",
        "title": "Petri Aho wrote: Late news on slips",
        "body": "We heard of the delay from the site, not from you.",
    }

    link_kind: str | None = None
    link_id: UUID | None = None
    title: str = personal_field(default="")
    body: str = personal_field(default="")


@registered
class DeliveryFailed(DeliveryFacts):
    TYPE = "delivery.failed"
    EXAMPLE = {
        "event_id": EVENT_ID,
        "event_type": "interaction.recorded",
        "recipient_user_id": USER_ID,
        "channel": "email",
        "message_id": "<1@rapport.example>",
        "reason": "550 no such mailbox",
    }

    reason: str


@registered
class EventParked(Payload):
    TYPE = "event.parked"
    EXAMPLE = {
        "event_id": EVENT_ID,
        "event_type": "interaction.recorded",
        "consumer": "notifier",
        "error": "ValueError: no subject",
        "attempts": 8,
    }

    event_id: UUID
    event_type: str
    consumer: str
    error: str
    attempts: int


@registered
class EventReplayed(Payload):
    """A parked event was worked through after all."""

    TYPE = "event.replayed"
    EXAMPLE = {"event_id": EVENT_ID, "event_type": "interaction.recorded", "consumer": "notifier"}

    event_id: UUID
    event_type: str
    consumer: str


@registered
class DeadLetterReplayRequested(Payload):
    TYPE = "dead_letter.replay_requested"
    EXAMPLE = {"event_id": EVENT_ID, "consumer": "notifier"}

    event_id: UUID
    consumer: str


@registered
class NotificationCreated(Payload):
    TYPE = "notification.created"
    EXAMPLE = {"user_id": USER_ID, "event_type": "interaction.recorded"}

    user_id: UUID
    event_type: str


@registered
class NotificationRead(Payload):
    TYPE = "notification.read"
    EXAMPLE = {"user_id": USER_ID, "notification_ids": [EVENT_ID]}

    user_id: UUID
    notification_ids: list[UUID]
