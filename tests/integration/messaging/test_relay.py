"""The relay publishes what was committed, all of it, in order, whoever leads."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import asyncpg
import orjson
import pytest

from services.kit.broker import Broker, Incoming
from services.kit.database import server_settings
from services.kit.ids import new_id
from services.kit.reconciler import Reconciliation
from services.kit.relay import Relay
from services.kit.subscription import Durable, Subscription
from tests.integration.messaging.conftest import Stack, until
from tests.support.assurance.recording import FigureTaker
from tests.support.event_writer import EventWriter

WRITERS = 16
SECONDS = float(os.environ.get("RELAY_TEST_SECONDS", "4"))
SLOW_SHARE, SLOWEST = 0.2, 0.02
EVENT = """
INSERT INTO rapport.events (workspace_id, id, type, version, occurred_at, actor, subject_kind, subject_id, sequence,
  correlation_id, is_private, data)
VALUES ($1, $2, 'customer.created', 1, now(), '{"kind": "system", "id": null}', 'customer', $2, 1, 'test', false, '{}')
"""
OUTBOX = "INSERT INTO rapport.outbox (workspace_id, event_id, created_at) VALUES ($1, $2, now())"


async def write_until(stop: asyncio.Event, url: str, draw: random.Random, committed: list[UUID]) -> None:
    """One writer: short transactions, some slow, some that think better of it."""
    connection = await asyncpg.connect(url, server_settings=server_settings("rapport_app", "writer"))
    workspace_id = new_id()
    try:
        while not stop.is_set():
            transaction = connection.transaction()
            await transaction.start()
            event_id = new_id()
            await connection.execute("SELECT set_config('app.workspace', $1, true)", str(workspace_id))
            await connection.execute(EVENT, workspace_id, event_id)
            await connection.execute(OUTBOX, workspace_id, event_id)
            if draw.random() < SLOW_SHARE:
                await asyncio.sleep(draw.random() * SLOWEST)
            if draw.random() < 0.05:
                await transaction.rollback()
                continue
            await transaction.commit()
            committed.append(event_id)
    finally:
        await connection.close()


@asynccontextmanager
async def received(stack: Stack) -> AsyncIterator[list[tuple[UUID, UUID, int]]]:
    """Everything the broker has: event, workspace, position, in the order of arrival."""
    arrived: list[tuple[UUID, UUID, int]] = []

    async def receive(messages: Sequence[Incoming]) -> None:
        for message in messages:
            envelope = orjson.loads(message.payload)
            arrived.append((UUID(envelope["id"]), UUID(envelope["workspace_id"]), envelope["position"]))
            await message.ack()

    broker = Broker(stack.settings.nats_url, name="reader", stream=stack.stream)
    await broker.start()
    stop = asyncio.Event()
    reading = asyncio.create_task(
        Subscription(broker, Durable(name="reader", subjects=("rapport.>",)), receive).run(stop)
    )
    try:
        yield arrived
    finally:
        stop.set()
        await reading
        await broker.close()


@pytest.mark.requirement("R09")
async def test_sixteen_writers_some_slow_and_two_relays_publish_exactly_what_was_committed(
    stack: Stack, figure: FigureTaker
) -> None:
    seed = random.randrange(1 << 32)
    url = stack.settings.database_url
    compared = Reconciliation("rapport", "notifier.seen_events")
    broker = Broker(stack.settings.nats_url, name="relay", stream=stack.stream)
    await broker.start()
    relays = [Relay(url=url, role="rapport_worker", compared=compared, broker=broker, prefix="rapport") for _ in "ab"]
    committed: list[UUID] = []
    stop_writing, stops = asyncio.Event(), [asyncio.Event(), asyncio.Event()]
    async with received(stack) as arrived:
        running = [asyncio.create_task(relay.run(stop)) for relay, stop in zip(relays, stops, strict=True)]
        writing = [
            asyncio.create_task(write_until(stop_writing, url, random.Random(seed + n), committed))
            for n in range(WRITERS)
        ]
        await asyncio.sleep(SECONDS / 2)
        leader = 0 if relays[0].is_leader else 1
        assert [relay.is_leader for relay in relays].count(True) == 1
        stops[leader].set()
        await running[leader]
        await asyncio.sleep(SECONDS / 2)
        stop_writing.set()
        await asyncio.gather(*writing)
        await until(lambda: _has(arrived, len(committed)))
        assert relays[1 - leader].is_leader
        stops[1 - leader].set()
        await running[1 - leader]
    await broker.close()
    assert {event_id for event_id, _, _ in arrived} == set(committed), f"seed {seed}"
    assert _is_ordered(arrived)
    figure("R09", "events committed and published", len(committed))


@pytest.mark.requirement("R09")
async def test_a_writer_that_began_first_and_commits_last_is_not_skipped(stack: Stack, writer: EventWriter) -> None:
    slow = await asyncpg.connect(
        stack.settings.database_url, server_settings=server_settings("rapport_app", "slow writer")
    )
    async with stack.api_side(), received(stack) as arrived:
        transaction = slow.transaction()
        await transaction.start()
        early = new_id()
        await slow.execute("SELECT set_config('app.workspace', $1, true)", str(writer.workspace_id))
        await slow.execute(EVENT, writer.workspace_id, early)
        await slow.execute(OUTBOX, writer.workspace_id, early)
        late = await writer.inbound(None)
        await until(lambda: _has(arrived, 1))
        await transaction.commit()
        await until(lambda: _has(arrived, 2))
    await slow.close()
    assert [event_id for event_id, _, _ in arrived] == [late, early]
    assert arrived[0][2] < arrived[1][2]


async def _has(arrived: list[tuple[UUID, UUID, int]], count: int) -> bool:
    return len({event_id for event_id, _, _ in arrived}) >= count


def _is_ordered(arrived: list[tuple[UUID, UUID, int]]) -> bool:
    """First arrivals of each workspace come in the order of their positions."""
    last: dict[UUID, int] = {}
    seen: set[UUID] = set()
    for event_id, workspace_id, position in arrived:
        if event_id in seen:
            continue
        seen.add(event_id)
        if position < last.get(workspace_id, 0):
            return False
        last[workspace_id] = position
    return True
