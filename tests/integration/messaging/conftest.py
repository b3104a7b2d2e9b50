"""A database and a broker for the messaging tests alone: other tests' events would otherwise be delivered here too."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from services.api.migrate import migrate_url
from services.kit.backoff import Backoff
from services.kit.broker import Broker
from services.kit.database import Database
from services.kit.reconciler import Reconciler, Reconciliation
from services.kit.relay import Relay
from services.kit.settings import Settings
from services.notifier import main as notifier
from services.notifier.retry import RetrySchedule
from tests.support.event_writer import EventWriter
from tests.support.smtp_sink import SmtpSink

DATABASE = "messaging"
QUICK = Backoff(first=0.02, most=0.05)
PACE = notifier.Pace(
    retry=QUICK,
    schedule=RetrySchedule(Backoff(first=0.05, most=0.2)),
    lease=timedelta(seconds=90),
    reconcile_seconds=0.5,
)


@pytest.fixture(scope="session")
def server(servers: tuple[PostgresServer, NatsServer]) -> PostgresServer:
    postgres, _ = servers
    postgres.query(f"CREATE DATABASE {DATABASE} OWNER rapport")
    return postgres


@pytest.fixture
def nats_server() -> Iterator[NatsServer]:
    """A broker per test: some stop it, some wipe it."""
    with NatsServer.temporary() as server:
        yield server


@pytest.fixture(scope="session")
async def database(server: PostgresServer) -> AsyncIterator[Database]:
    await migrate_url(server.dsn_for(DATABASE))
    database = Database(server.dsn_for(DATABASE), role="rapport_app", application="tests", pool_size=20)
    yield database
    await database.close()


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


@pytest.fixture
def writer(database: Database) -> EventWriter:
    return EventWriter(database)


@dataclass
class Stack:
    """What runs beside the API: its relay and reconciler, and the notifier; each can be started and stopped."""

    settings: Settings
    stream: Any = notifier.STREAM
    pace: notifier.Pace = PACE
    unseen_after: timedelta = timedelta(minutes=5)
    connections: list[asyncpg.Connection] = field(default_factory=list)

    @asynccontextmanager
    async def api_side(self) -> AsyncIterator[Broker]:
        """The worker's relay and reconciler."""
        stop = asyncio.Event()
        url = self.settings.database_url
        broker = Broker(self.settings.nats_url, name="worker", stream=self.stream)
        await broker.start()
        compared = Reconciliation("rapport", "notifier.seen_events", unseen_after=self.unseen_after)
        relay = Relay(url=url, role="rapport_worker", compared=compared, broker=broker, prefix="rapport")
        reconciler = Reconciler(url=url, role="rapport_worker", compared=compared, round_seconds=0.5)
        tasks = [asyncio.create_task(relay.run(stop)), asyncio.create_task(reconciler.run(stop))]
        try:
            yield broker
        finally:
            stop.set()
            await asyncio.gather(*tasks)
            await broker.close()

    @asynccontextmanager
    async def notifier(self) -> AsyncIterator[None]:
        """The notifier, in this process."""
        stop = asyncio.Event()
        task = asyncio.create_task(notifier.run(self.settings, stop, stream=self.stream, pace=self.pace))
        try:
            yield
        finally:
            stop.set()
            await task

    @asynccontextmanager
    async def all(self) -> AsyncIterator[Broker]:
        """Both sides."""
        async with self.api_side() as broker, self.notifier():
            yield broker

    async def rows(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """What a table of either schema holds, across workspaces, for assertions."""
        if not self.connections:
            self.connections.append(await asyncpg.connect(self.settings.database_url))
            await self.connections[0].execute("SET ROLE rapport_owner")
        return list(await self.connections[0].fetch(sql, *arguments))


@pytest.fixture
async def stack(
    server: PostgresServer, database: Database, nats_server: NatsServer, sink: SmtpSink
) -> AsyncIterator[Stack]:
    settings = Settings(
        database_url=server.dsn_for(DATABASE),
        nats_url=nats_server.url,
        smtp_url=sink.url,
        public_url="https://crm.example.org",
        secret_key="only-for-tests-" * 3,
    )
    stack = Stack(settings, stream=replace(notifier.STREAM, duplicate_window=2.0))
    yield stack
    for connection in stack.connections:
        await connection.close()
    # What one test leaves behind must not be delivered in the next.
    cleaner = await asyncpg.connect(server.dsn_for(DATABASE, is_superuser=True))
    await cleaner.execute(
        "TRUNCATE rapport.outbox, notifier.inbox, notifier.outbox, notifier.deliveries, notifier.failures"
    )
    await cleaner.close()


async def until(condition: Any, seconds: float = 40.0) -> None:
    """Wait until an async condition holds."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is awaited happens in PostgreSQL
            await asyncio.sleep(0.02)


async def bells(stack: Stack, writer: EventWriter, count: int) -> bool:
    """Whether so many notices have been filed under the bell."""
    sql = "SELECT count(*) FROM notifier.deliveries WHERE workspace_id = $1 AND channel = 'in_app' AND status = 'sent'"
    (row,) = await stack.rows(sql, writer.workspace_id)
    return bool(row["count"] == count)


async def is_known(stack: Stack, user_id: UUID) -> bool:
    """Whether the notifier has learned of a member."""
    return bool(await stack.rows("SELECT 1 FROM notifier.members WHERE user_id = $1", user_id))
