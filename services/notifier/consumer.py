"""What an event causes here: projections learn from it, rules plan deliveries, a parked event is tried again."""

from dataclasses import replace

from services.contracts.envelope import Envelope
from services.contracts.events.delivery import (
    DeadLetterReplayRequested,
    DeliveryFailed,
    DeliverySent,
    EventParked,
    EventReplayed,
)
from services.contracts.events.identity import WorkspaceClosed
from services.kit.consumer import Parked, describe
from services.kit.telemetry import logger
from services.notifier.closing import close, is_closed
from services.notifier.inbox import keep_dead_letter
from services.notifier.knowledge import learn, picture
from services.notifier.outbox import CONSUMER, say_replayed
from services.notifier.planning import plan
from services.notifier.reading import read
from services.notifier.rules import RULES
from services.notifier.store import Connection

# What the notifier itself says comes back to it on the same stream.
OWN_TYPES = frozenset(kind.TYPE for kind in (DeliverySent, DeliveryFailed, EventParked, EventReplayed))

DEAD_LETTER = """
SELECT type, correlation_id, payload, attempts FROM notifier.dead_letters
WHERE workspace_id = $1 AND event_id = $2 AND replayed_at IS NULL FOR UPDATE
"""
REPLAYED = "UPDATE notifier.dead_letters SET replayed_at = now() WHERE workspace_id = $1 AND event_id = $2"

log = logger(__name__)


async def take_in(connection: Connection, envelope: Envelope) -> None:
    """All effects of one event, in the transaction of its inbox row."""
    if envelope.type == WorkspaceClosed.TYPE:
        await close(connection, envelope.workspace_id)
        return
    if envelope.type == DeadLetterReplayRequested.TYPE:
        await _replay(connection, envelope)
        return
    await learn(connection, envelope)
    if envelope.actor.is_import:
        # What is loaded from elsewhere is no news to anybody.
        return
    rule = RULES.get(envelope.type)
    concerns = rule.concerns(envelope) if rule else None
    if rule is None or concerns is None:
        return
    known = await picture(connection, envelope.workspace_id, concerns)
    await plan(connection, envelope, rule.deliveries(envelope, known))


async def learn_again(connection: Connection, envelope: Envelope) -> None:
    """What an event causes that is said once more, to rebuild what was learned; of a closed workspace nothing."""
    if envelope.type == WorkspaceClosed.TYPE:
        await close(connection, envelope.workspace_id)
    elif not await is_closed(connection, envelope.workspace_id):
        await learn(connection, envelope)


async def _replay(connection: Connection, request: Envelope) -> None:
    """Try a parked event again, once; when it fails again it is parked again, with the new reason."""
    asked = read(DeadLetterReplayRequested, request)
    if asked.consumer != CONSUMER:
        return
    row = await connection.fetchrow(DEAD_LETTER, request.workspace_id, asked.event_id)
    if row is None:
        log.warning("nothing is parked under this id", event_id=str(asked.event_id))
        return
    parked = Parked(
        event_id=asked.event_id,
        workspace_id=request.workspace_id,
        type=row["type"],
        correlation_id=row["correlation_id"],
        payload=row["payload"],
        error="",
        attempts=row["attempts"] + 1,
    )
    await connection.execute(REPLAYED, request.workspace_id, asked.event_id)
    try:
        # A savepoint, so that a second failure leaves no half effects behind.
        async with connection.transaction():
            await take_in(connection, Envelope.model_validate_json(parked.payload))
            await say_replayed(connection, parked)
    except Exception as error:
        log.error("replayed event failed again", event_id=str(asked.event_id), error=describe(error))
        await keep_dead_letter(connection, replace(parked, error=describe(error)))
