"""Nothing lost, nobody told twice: whatever the broker repeats, forgets or loses."""

import asyncio
import json
import shutil
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from deploy.local.nats import NatsServer
from services.contracts.events.delivery import DeadLetterReplayRequested
from services.kit.broker import Outgoing
from services.kit.ids import new_id
from services.kit.listening import direct_connection
from services.kit.metrics import CONSUMED
from services.kit.replay import replay
from services.notifier import main as notifier
from services.notifier.channels.email import EmailChannel
from services.notifier.channels.smtp import SmtpAddress, SmtpConnections
from services.notifier.ledger import Ledger
from services.notifier.notices import Delivery
from services.notifier.store import open_pool
from tests.integration.messaging.conftest import Stack, until
from tests.support.event_writer import EventWriter
from tests.support.smtp_sink import SmtpSink


async def published(stack: Stack, event_id: UUID) -> Outgoing:
    """The very message the relay publishes for an event."""
    (row,) = await stack.rows(
        "SELECT workspace_id, type, envelope::text FROM rapport.envelopes WHERE event_id = $1", event_id
    )
    subject = f"rapport.{row['workspace_id']}.{row['type']}"
    return Outgoing(str(event_id), subject, row["envelope"].encode())


async def consumed(outcome: str) -> float:
    counted: float = CONSUMED.labels("notifier", outcome)._value.get()
    return counted


async def test_one_event_published_twenty_times_inside_and_after_the_window_is_delivered_once(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all() as broker:
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        event_id = await writer.inbound(customer)
        await sink.wait_for(1)
        repeated_before = await consumed("repeated")
        message = await published(stack, event_id)
        for _ in range(10):
            await broker.publish(message)
        await asyncio.sleep(stack.stream.duplicate_window + 0.2)
        for _ in range(10):
            await broker.publish(message)
        await writer.inbound(customer, "The last one")
        await sink.wait_for(2)
        # The broker let one through after its window; the inbox stopped it.
        assert await consumed("repeated") - repeated_before == 1
    assert [mail.message["Subject"] for mail in sink.mails] == ["Petri Aho: Delay", "Petri Aho: The last one"]


async def test_a_poison_event_among_a_thousand_is_parked_seen_and_replayable_and_holds_nobody_up(
    stack: Stack, writer: EventWriter
) -> None:
    stack.pace = replace(stack.pace, reconcile_seconds=60)
    ada = await writer.member("ada", email_notifications=False)
    customer = await writer.customer("Kiln Works", owner_id=ada)
    await writer.inbound_many(customer, 500)
    poison = await _write_poison(stack, writer)
    await writer.inbound_many(customer, 499)
    async with stack.all():
        started = asyncio.get_running_loop().time()
        await until(lambda: _bells(stack, writer, 999), seconds=30)
        assert asyncio.get_running_loop().time() - started <= 10
        await until(lambda: _parked(stack, poison))
        await _assert_parked_after_eight_attempts(stack, poison)
        await _mend(stack, poison, customer)
        await _request_replay(writer, poison)
        await until(lambda: _bells(stack, writer, 1000))
    sql = "SELECT type FROM notifier.outbox WHERE envelope->'data'->>'event_id' = $1 AND type LIKE 'event.%' ORDER BY 1"
    assert [row["type"] for row in await stack.rows(sql, str(poison))] == ["event.parked", "event.replayed"]


async def test_lost_knowledge_is_rebuilt_by_a_replay_that_tells_nobody_anything(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all() as broker:
        ada, bo = await writer.member("ada"), await writer.member("bo")
        customer = await writer.customer("Kiln Works", owner_id=bo)
        await writer.project("Website", customer_id=customer, member_ids=(ada,))
        await writer.inbound(customer)
        await sink.wait_for(3)
        before = await _knowledge(stack, writer)
        for table in ("members", "customers", "projects", "project_members"):
            await stack.rows(f"DELETE FROM notifier.{table} WHERE workspace_id = $1", writer.workspace_id)
        async with direct_connection(stack.settings.database_url, role="rapport_worker", application="t") as connection:
            assert await replay(connection, broker, schema="rapport", prefix="rapport") >= 6

        async def rebuilt() -> bool:
            return await _knowledge(stack, writer) == before

        await until(rebuilt)
    assert len(sink.mails) == 3


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
        await until(lambda: _is_known(stack, ada))


async def test_a_consumer_deleted_on_the_server_is_made_again(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all() as broker:
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        await writer.inbound(customer, "Before")
        await sink.wait_for(1)
        await broker.context.delete_consumer("RAPPORT", "notifier")
        await writer.inbound(customer, "After")
        await sink.wait_for(2)
        await broker.context.delete_stream("RAPPORT")
        await writer.inbound(customer, "Without a stream")
        await sink.wait_for(3, seconds=15)
        await asyncio.sleep(0.3)
    assert len(sink.mails) == 3


async def test_after_the_brokers_store_is_wiped_everything_comes_again_before_anything_new(
    stack: Stack, writer: EventWriter, sink: SmtpSink, nats_server: NatsServer
) -> None:
    async with stack.api_side() as broker:
        assert await broker.ready(5)
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        for number in range(20):
            await writer.inbound(customer, f"Number {number}")
        await until(lambda: _all_published(stack, writer))
        # Acknowledged by the broker, seen by nobody, and then lost with its disk.
        nats_server.kill()
        shutil.rmtree(nats_server.store_dir)
        nats_server.start()
        async with stack.notifier():
            await writer.inbound(customer, "While everything comes back")
            await sink.wait_for(21, seconds=20)
            await asyncio.sleep(0.3)
    assert len(sink.mails) == len({mail.message["Message-ID"] for mail in sink.mails}) == 21


async def test_what_the_broker_lost_unnoticed_is_brought_by_the_reconciler(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    stack.unseen_after = timedelta(seconds=2.5)
    async with stack.api_side() as broker:
        assert await broker.ready(5)
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        for number in range(20):
            await writer.inbound(customer, f"Number {number}")
        await until(lambda: _all_published(stack, writer))
        await broker.context.purge_stream("RAPPORT")
        async with stack.notifier():
            await sink.wait_for(20, seconds=20)
            await asyncio.sleep(0.3)
    assert len(sink.mails) == len({mail.message["Message-ID"] for mail in sink.mails}) == 20


async def test_events_wait_in_postgresql_while_the_broker_is_away(
    stack: Stack, writer: EventWriter, sink: SmtpSink, nats_server: NatsServer
) -> None:
    async with stack.all() as broker:
        assert await broker.ready(5)
        nats_server.kill()
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        event_id = await writer.inbound(customer)
        # The live feed does not wait for the broker: the event has its position.
        await until(lambda: _is_numbered(stack, event_id))
        assert not sink.mails
        nats_server.start()
        await sink.wait_for(1, seconds=15)


async def test_a_delivery_claimed_by_a_notifier_that_died_is_sent_by_the_next_with_the_same_message_id(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    stack.pace = replace(stack.pace, lease=timedelta(seconds=0.5))
    ada = await writer.member("ada")
    customer = await writer.customer("Kiln Works", owner_id=ada)
    await writer.inbound(customer)
    sink.stop()
    async with stack.all():
        await until(lambda: _is_planned(stack, writer))
    sink.start()
    stop = asyncio.Event()
    pool = await open_pool(stack.settings.database_url, stop)
    assert pool
    async with pool:
        # It claims and sends, and dies before it records.
        claimed = await _claimed(Ledger(pool))
        address = SmtpAddress.parse(sink.url)
        channel = EmailChannel(SmtpConnections(address), notifier.letterhead(stack.settings))
        await channel.send(claimed)
        await channel.close()
    async with stack.notifier():
        await sink.wait_for(2)
        await until(lambda: _bells(stack, writer, 1))
        await asyncio.sleep(1)
    first, second = sink.mails
    assert first.message["Message-ID"] == second.message["Message-ID"]


async def _claimed(ledger: Ledger) -> Delivery:
    """The one pending mail, as soon as its last lease or delay has run out."""
    claimed: list[Delivery] = []

    async def claim() -> bool:
        claimed.extend(await ledger.claim("email", 1, timedelta(seconds=0.5)))
        return bool(claimed)

    await until(claim)
    return claimed[0]


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


async def _knowledge(stack: Stack, writer: EventWriter) -> list[str]:
    tables = ("members", "customers", "projects", "project_members")
    rows = " UNION ALL ".join(f"SELECT t::text AS row FROM notifier.{t} t WHERE workspace_id = $1" for t in tables)
    return sorted(row["row"] for row in await stack.rows(rows, writer.workspace_id))


async def _parked(stack: Stack, event_id: UUID, attempts: int = 8) -> bool:
    sql = "SELECT 1 FROM notifier.dead_letters WHERE event_id = $1 AND attempts = $2"
    return bool(await stack.rows(sql, event_id, attempts))


async def _bells(stack: Stack, writer: EventWriter, count: int) -> bool:
    sql = "SELECT count(*) FROM notifier.deliveries WHERE workspace_id = $1 AND channel = 'in_app' AND status = 'sent'"
    (row,) = await stack.rows(sql, writer.workspace_id)
    return bool(row["count"] == count)


async def _is_known(stack: Stack, user_id: UUID) -> bool:
    return bool(await stack.rows("SELECT 1 FROM notifier.members WHERE user_id = $1", user_id))


async def _all_published(stack: Stack, writer: EventWriter) -> bool:
    sql = "SELECT 1 FROM rapport.outbox WHERE workspace_id = $1 AND published_at IS NULL"
    return not await stack.rows(sql, writer.workspace_id)


async def _is_numbered(stack: Stack, event_id: UUID) -> bool:
    return bool(await stack.rows("SELECT 1 FROM rapport.event_positions WHERE event_id = $1", event_id))


async def _is_planned(stack: Stack, writer: EventWriter) -> bool:
    sql = "SELECT 1 FROM notifier.deliveries WHERE workspace_id = $1 AND channel = 'email'"
    return bool(await stack.rows(sql, writer.workspace_id))
