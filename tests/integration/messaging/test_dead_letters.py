"""R13: an event that cannot be worked through is parked where people see it, and holds nobody up."""

import json
import time
from dataclasses import replace
from uuid import UUID

import pytest

from services.contracts.events.delivery import DeadLetterReplayRequested
from services.kit.broker import Outgoing
from services.kit.ids import new_id
from tests.integration.messaging.conftest import Stack, bells, is_known, until
from tests.support.assurance.recording import FigureTaker
from tests.support.event_writer import EventWriter

pytestmark = pytest.mark.requirement("R13")


async def test_a_poison_event_among_a_thousand_is_parked_seen_and_replayable_and_holds_nobody_up(
    stack: Stack, writer: EventWriter, figure: FigureTaker
) -> None:
    stack.pace = replace(stack.pace, reconcile_seconds=60)
    ada = await writer.member("ada", email_notifications=False)
    customer = await writer.customer("Kiln Works", owner_id=ada)
    await writer.inbound_many(customer, 500)
    poison = await _write_poison(stack, writer)
    await writer.inbound_many(customer, 499)
    async with stack.all():
        started = time.process_time()
        await until(lambda: bells(stack, writer, 999), seconds=120)
        # Processor time: what the clock says on a quiet machine, whatever else runs beside these tests.
        spent = time.process_time() - started
        assert spent <= 10
        figure("R13", "processor time until the other 999 were told", spent, "s")
        await until(lambda: _parked(stack, poison))
        await _assert_parked_after_eight_attempts(stack, poison)
        await _mend(stack, poison, customer)
        await _request_replay(writer, poison)
        await until(lambda: bells(stack, writer, 1000))
    sql = "SELECT type FROM notifier.outbox WHERE envelope->'data'->>'event_id' = $1 AND type LIKE 'event.%' ORDER BY 1"
    assert [row["type"] for row in await stack.rows(sql, str(poison))] == ["event.parked", "event.replayed"]


async def test_a_replay_that_fails_again_is_parked_again_with_the_new_reason(stack: Stack, writer: EventWriter) -> None:
    poison = await _write_poison(stack, writer)
    async with stack.all():
        await until(lambda: _parked(stack, poison))
        await _request_replay(writer, poison)
        await until(lambda: _parked(stack, poison, attempts=9))
    receipts = await stack.rows(
        "SELECT 1 FROM notifier.outbox WHERE workspace_id = $1 AND type = 'event.parked'", writer.workspace_id
    )
    assert len(receipts) == 2


async def test_a_message_that_is_no_event_is_parked_with_what_is_known_of_it(stack: Stack, writer: EventWriter) -> None:
    event_id = new_id()
    async with stack.all() as broker:
        assert await broker.ready(5)
        subject = f"rapport.{writer.workspace_id}.customer.created"
        await broker.publish(Outgoing(str(event_id), subject, b"{not json"))
        await broker.publish(Outgoing("no-id", "rapport.nowhere.x", b"{}"))
        await until(lambda: _parked(stack, event_id, attempts=1))
        ada = await writer.member("ada")
        await until(lambda: is_known(stack, ada))


async def _write_poison(stack: Stack, writer: EventWriter) -> UUID:
    """An event whose payload misses what was agreed on."""
    event_id = await writer.inbound(None, "Poison")
    await stack.rows("UPDATE rapport.events SET data = data - 'direction' WHERE id = $1", event_id)
    return event_id


async def _mend(stack: Stack, event_id: UUID, customer_id: UUID) -> None:
    """What a release that reads the event again would do: here the kept payload is mended instead."""
    (row,) = await stack.rows("SELECT payload FROM notifier.dead_letters WHERE event_id = $1", event_id)
    envelope = json.loads(row["payload"])
    envelope["data"] |= {"direction": "inbound", "customer_id": str(customer_id)}
    mended = json.dumps(envelope).encode()
    await stack.rows("UPDATE notifier.dead_letters SET payload = $2 WHERE event_id = $1", event_id, mended)


async def _request_replay(writer: EventWriter, event_id: UUID) -> None:
    await writer.say(DeadLetterReplayRequested(event_id=event_id, consumer="notifier"))


async def _assert_parked_after_eight_attempts(stack: Stack, event_id: UUID) -> None:
    (letter,) = await stack.rows("SELECT attempts, error FROM notifier.dead_letters WHERE event_id = $1", event_id)
    assert letter["attempts"] == 8
    assert "direction" in letter["error"]
    (receipt,) = await stack.rows(
        "SELECT envelope FROM notifier.outbox WHERE type = 'event.parked' AND envelope->'data'->>'event_id' = $1",
        str(event_id),
    )
    data = json.loads(receipt["envelope"])["data"]
    assert (data["event_type"], data["consumer"], data["attempts"]) == ("interaction.recorded", "notifier", 8)


async def _parked(stack: Stack, event_id: UUID, attempts: int = 8) -> bool:
    sql = "SELECT 1 FROM notifier.dead_letters WHERE event_id = $1 AND attempts = $2"
    return bool(await stack.rows(sql, event_id, attempts))
