"""What the notifier's receipts cause here: the ledger people read, their notifications, and dead letters."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from services.api.communications.dead_letters import service as dead_letters
from services.api.communications.notifications import service as notifications
from services.api.communications.receipts import service as receipts
from services.api.worker.inbox import CONSUMER, forget
from services.contracts.envelope import Envelope
from services.contracts.events.delivery import (
    DeadLetterReplayRequested,
    DeliveryFailed,
    DeliverySent,
    EventParked,
    EventReplayed,
)
from services.contracts.payload import Payload
from services.kit.work import Work

# Beside the receipts, a replay that somebody asks of this consumer itself.
SUBJECTS = ("rapport.*.delivery.*", "rapport.*.event.*", f"rapport.*.{DeadLetterReplayRequested.TYPE}")
IN_APP = "in_app"

PayloadType = TypeVar("PayloadType", bound=Payload)
Effect = Callable[[Work, Envelope], Awaitable[None]]


async def take_in(work: Work, envelope: Envelope) -> None:
    """All effects of one receipt, in the transaction of its inbox row. A type this version does not know has none."""
    effect = EFFECTS.get(envelope.type)
    if effect is not None:
        await effect(work, envelope)
    dead_letters.close(work, consumer=CONSUMER, event_id=envelope.id)


async def _sent(work: Work, envelope: Envelope) -> None:
    said = _read(DeliverySent, envelope)
    await receipts.note_sent(
        work,
        event_id=said.event_id,
        recipient_user_id=said.recipient_user_id,
        channel=said.channel,
        message_id=said.message_id,
        occurred_at=envelope.occurred_at,
    )
    if said.channel == IN_APP:
        notifications.notify(
            work,
            user_id=said.recipient_user_id,
            event_id=said.event_id,
            event_type=said.event_type,
            title=said.title,
            body=said.body,
            link_kind=said.link_kind,
            link_id=said.link_id,
            created_at=envelope.occurred_at,
        )


async def _failed(work: Work, envelope: Envelope) -> None:
    said = _read(DeliveryFailed, envelope)
    await receipts.note_failed(
        work,
        event_id=said.event_id,
        recipient_user_id=said.recipient_user_id,
        channel=said.channel,
        reason=said.reason,
        occurred_at=envelope.occurred_at,
    )


async def _parked(work: Work, envelope: Envelope) -> None:
    said = _read(EventParked, envelope)
    await dead_letters.park(
        work,
        consumer=said.consumer,
        event_id=said.event_id,
        event_type=said.event_type,
        error=said.error,
        attempts=said.attempts,
        parked_at=envelope.occurred_at,
    )


async def _replayed(work: Work, envelope: Envelope) -> None:
    said = _read(EventReplayed, envelope)
    dead_letters.close(work, consumer=said.consumer, event_id=said.event_id)


async def _replay_requested(work: Work, envelope: Envelope) -> None:
    asked = _read(DeadLetterReplayRequested, envelope)
    if asked.consumer == CONSUMER:
        await forget(work, asked.event_id)


EFFECTS: dict[str, Effect] = {
    DeliverySent.TYPE: _sent,
    DeliveryFailed.TYPE: _failed,
    EventParked.TYPE: _parked,
    EventReplayed.TYPE: _replayed,
    DeadLetterReplayRequested.TYPE: _replay_requested,
}


def _read(kind: type[PayloadType], envelope: Envelope) -> PayloadType:
    return kind.join(envelope.data, envelope.personal)
