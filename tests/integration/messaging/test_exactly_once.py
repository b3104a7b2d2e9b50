"""Nothing lost, nobody told twice: whatever the broker repeats, forgets or loses."""

import asyncio
import shutil
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from deploy.local.nats import NatsServer
from services.kit.broker import Outgoing
from services.kit.listening import direct_connection
from services.kit.metrics import CONSUMED
from services.kit.replay import replay
from services.notifier import main as notifier
from services.notifier.channels.email import EmailChannel
from services.notifier.channels.smtp import SmtpAddress, SmtpConnections
from services.notifier.ledger import Ledger
from services.notifier.notices import Delivery
from services.notifier.store import open_pool
from tests.integration.messaging.conftest import Stack, bells, until
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


@pytest.mark.requirement("R12")
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
            said = await replay(
                connection, broker, schema="rapport", prefix="rapport", workspace_id=writer.workspace_id
            )

        async def rebuilt() -> bool:
            return await _knowledge(stack, writer) == before

        await until(rebuilt)
    assert said == 6
    assert len(sink.mails) == 3


@pytest.mark.requirement("R07")
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
        await sink.wait_for(3)
        await asyncio.sleep(0.3)
    assert len(sink.mails) == 3


@pytest.mark.requirement("R07")
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
            await sink.wait_for(21)
            await asyncio.sleep(0.3)
    assert len(sink.mails) == len({mail.message["Message-ID"] for mail in sink.mails}) == 21


@pytest.mark.requirement("R07")
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
            await sink.wait_for(20)
            await asyncio.sleep(0.3)
    assert len(sink.mails) == len({mail.message["Message-ID"] for mail in sink.mails}) == 20


@pytest.mark.requirement("R06")
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
        await sink.wait_for(1)


@pytest.mark.requirement("R04")
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
        await until(lambda: bells(stack, writer, 1))
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


async def _knowledge(stack: Stack, writer: EventWriter) -> list[str]:
    tables = ("members", "customers", "projects", "project_members")
    rows = " UNION ALL ".join(f"SELECT t::text AS row FROM notifier.{t} t WHERE workspace_id = $1" for t in tables)
    return sorted(row["row"] for row in await stack.rows(rows, writer.workspace_id))


async def _all_published(stack: Stack, writer: EventWriter) -> bool:
    sql = "SELECT 1 FROM rapport.outbox WHERE workspace_id = $1 AND published_at IS NULL"
    return not await stack.rows(sql, writer.workspace_id)


async def _is_numbered(stack: Stack, event_id: UUID) -> bool:
    return bool(await stack.rows("SELECT 1 FROM rapport.event_positions WHERE event_id = $1", event_id))


async def _is_planned(stack: Stack, writer: EventWriter) -> bool:
    sql = "SELECT 1 FROM notifier.deliveries WHERE workspace_id = $1 AND channel = 'email'"
    return bool(await stack.rows(sql, writer.workspace_id))
