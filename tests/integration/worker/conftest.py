"""A database and a broker for the worker alone: the events of other tests would be published here too."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from fastapi import FastAPI

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from services.api.main import create_app
from services.api.migrate import migrate_url
from services.api.worker import main as worker
from services.contracts.envelope import Envelope, EventActor, Subject
from services.contracts.payload import Payload
from services.kit.backoff import Backoff
from services.kit.broker import Broker, Outgoing
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.settings import Settings
from services.notifier import main as notifier
from tests.support.smtp_sink import SmtpSink
from tests.support.workspace import Workspaces

DATABASE = "worker"
PACE = worker.Pace(
    retry=Backoff(first=0.01, most=0.02),
    reconcile_seconds=0.5,
    unseen_after=timedelta(minutes=5),
    erasing_seconds=0.2,
    erasing_grace=timedelta(0),
)


@pytest.fixture(scope="session")
async def own_database(servers: tuple[PostgresServer, NatsServer]) -> str:
    """Where the database of these tests is, migrated."""
    postgres, _ = servers
    postgres.query(f"CREATE DATABASE {DATABASE} OWNER rapport")
    await migrate_url(postgres.dsn_for(DATABASE))
    return postgres.dsn_for(DATABASE)


@pytest.fixture
def nats_server() -> Iterator[NatsServer]:
    with NatsServer.temporary() as server:
        yield server


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as server:
        yield server


@dataclass
class Product:
    """The API in this process, and the two services beside it on demand."""

    settings: Settings
    workspaces: Workspaces

    @asynccontextmanager
    async def worker(self) -> AsyncIterator[None]:
        """The worker, in this process."""
        stop = asyncio.Event()
        task = asyncio.create_task(worker.run(self.settings, stop, pace=PACE))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, 20)

    @asynccontextmanager
    async def notifier(self) -> AsyncIterator[None]:
        """The notifier, in this process."""
        stop = asyncio.Event()
        task = asyncio.create_task(notifier.run(self.settings, stop, pace=notifier.Pace(forgetting_seconds=0.2)))
        try:
            yield
        finally:
            stop.set()
            await asyncio.wait_for(task, 20)

    @asynccontextmanager
    async def speaker(self) -> AsyncIterator["Speaker"]:
        """Says what the notifier would say, straight to the broker."""
        broker = Broker(self.settings.nats_url, name="speaker", stream=worker.STREAM)
        await broker.start()
        assert await broker.ready(10)
        try:
            yield Speaker(broker)
        finally:
            await broker.close()

    async def rows(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """What a table holds, across workspaces."""
        connection = await asyncpg.connect(self.settings.database_url)
        try:
            await connection.execute("SET ROLE rapport_owner")
            return list(await connection.fetch(sql, *arguments))
        finally:
            await connection.close()


@dataclass
class Speaker:
    """Publishes envelopes."""

    broker: Broker

    async def say(self, workspace_id: UUID, payload: Payload, *, event_id: UUID | None = None) -> UUID:
        """One event of the notifier."""
        data, personal = payload.split()
        return await self.say_raw(workspace_id, payload.TYPE, data, personal, event_id=event_id)

    async def say_raw(
        self,
        workspace_id: UUID,
        event_type: str,
        data: dict[str, Any],
        personal: dict[str, Any] | None = None,
        *,
        event_id: UUID | None = None,
    ) -> UUID:
        """One event with any data. A message id of its own, so that the broker drops no repetition."""
        envelope = Envelope(
            id=event_id or new_id(),
            type=event_type,
            occurred_at=now(),
            workspace_id=workspace_id,
            actor=EventActor(kind="system"),
            subject=Subject(kind="delivery", id=new_id()),
            sequence=1,
            correlation_id=f"test-{workspace_id}",
            data=data,
            personal=personal,
        )
        await self.broker.publish(Outgoing(str(new_id()), envelope.channel, envelope.model_dump_json().encode()))
        return envelope.id


@pytest.fixture
async def product(
    own_database: str, nats_server: NatsServer, sink: SmtpSink, settings: Settings
) -> AsyncIterator[Product]:
    own = Settings(
        database_url=own_database,
        nats_url=nats_server.url,
        smtp_url=sink.url,
        secret_key=settings.secret_key,
        data_dir=settings.data_dir,
    )
    app: FastAPI = create_app(own)
    async with app.router.lifespan_context(app):
        workspaces = Workspaces(app)
        yield Product(own, workspaces)
        await workspaces.close()


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 15.0) -> None:
    """Wait until an async condition holds."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is awaited happens in PostgreSQL
            await asyncio.sleep(0.02)
