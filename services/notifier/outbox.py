"""What the notifier says to the API: receipts, written in the transaction of what they tell about."""

from uuid import UUID

from services.contracts.envelope import Envelope, EventActor, Subject
from services.contracts.events.delivery import DeliveryFailed, DeliverySent, EventParked, EventReplayed
from services.contracts.payload import Payload
from services.kit.clock import now
from services.kit.consumer import Parked
from services.kit.ids import new_id
from services.notifier.channels.port import Receipt
from services.notifier.notices import IN_APP, Delivery
from services.notifier.rendering.plain import one_line
from services.notifier.store import Connection

SAY = "INSERT INTO notifier.outbox (workspace_id, event_id, type, envelope) VALUES ($1, $2, $3, $4)"
CONSUMER = "notifier"
TITLE_LENGTH = 300
SYSTEM = EventActor(kind="system")


def delivered(delivery: Delivery, receipt: Receipt) -> Envelope:
    """`delivery.sent`; for the bell in the product it carries the notice itself."""
    notice = delivery.notice
    is_in_app = delivery.channel == IN_APP
    payload = DeliverySent(
        event_id=delivery.event_id,
        event_type=delivery.event_type,
        recipient_user_id=delivery.recipient_id,
        channel=delivery.channel,
        message_id=receipt.message_id,
        link_kind=notice.link.kind if is_in_app else None,
        link_id=notice.link.id if is_in_app else None,
        title=one_line(notice.headline, TITLE_LENGTH) if is_in_app else "",
        body=(notice.quote or notice.context) if is_in_app else "",
    )
    return _of_delivery(delivery, payload)


def undelivered(delivery: Delivery, error: str) -> Envelope:
    """`delivery.failed`, when nobody will try again."""
    payload = DeliveryFailed(
        event_id=delivery.event_id,
        event_type=delivery.event_type,
        recipient_user_id=delivery.recipient_id,
        channel=delivery.channel,
        reason=error,
    )
    return _of_delivery(delivery, payload)


async def say_parked(connection: Connection, parked: Parked) -> None:
    """Write `event.parked`: an admin sees it and can ask for a replay."""
    payload = EventParked(
        event_id=parked.event_id,
        event_type=parked.type,
        consumer=CONSUMER,
        error=parked.error,
        attempts=parked.attempts,
    )
    await _say_of_event(connection, parked, payload)


async def say_replayed(connection: Connection, parked: Parked) -> None:
    """Write `event.replayed`: it was worked through after all."""
    payload = EventReplayed(event_id=parked.event_id, event_type=parked.type, consumer=CONSUMER)
    await _say_of_event(connection, parked, payload)


async def _say_of_event(connection: Connection, parked: Parked, payload: Payload) -> None:
    envelope = _envelope(
        payload,
        workspace_id=parked.workspace_id,
        subject=Subject(kind="event", id=parked.event_id),
        sequence=parked.attempts,
        correlation_id=parked.correlation_id,
        follows=parked.event_id,
    )
    await connection.execute(SAY, envelope.workspace_id, envelope.id, envelope.type, envelope.model_dump(mode="json"))


def _of_delivery(delivery: Delivery, payload: Payload) -> Envelope:
    envelope = _envelope(
        payload,
        workspace_id=delivery.workspace_id,
        subject=Subject(kind="delivery", id=delivery.id),
        sequence=delivery.attempts,
        correlation_id=delivery.correlation_id,
        follows=delivery.event_id,
    )
    return envelope.model_copy(update={"project_id": delivery.project_id, "is_private": delivery.is_private})


def _envelope(
    payload: Payload, *, workspace_id: UUID, subject: Subject, sequence: int, correlation_id: str, follows: UUID
) -> Envelope:
    data, personal = payload.split()
    return Envelope(
        id=new_id(),
        type=payload.TYPE,
        version=payload.VERSION,
        occurred_at=now(),
        workspace_id=workspace_id,
        actor=SYSTEM,
        subject=subject,
        sequence=sequence,
        correlation_id=correlation_id,
        follows=follows,
        data=data,
        personal=personal,
    )
