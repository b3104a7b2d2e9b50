"""Connections: a pool for one-statement reads, and sessions for write transactions, both behind the workspace fence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from services.kit.actor import Actor
from services.kit.pool import DriverPool
from services.kit.reads import Reader
from services.kit.session import HOLDING_KEY, WORKSPACE_KEY, WorkSession
from services.kit.work import Work

TIMEOUTS = {
    "rapport_app": {"statement_timeout": "5s", "lock_timeout": "2s", "transaction_timeout": "15s"},
    "rapport_worker": {"statement_timeout": "60s", "lock_timeout": "5s", "transaction_timeout": "120s"},
}


def plain_url(url: str) -> str:
    """The URL as asyncpg takes it."""
    return url.replace("postgresql+asyncpg://", "postgresql://", 1).replace("postgres://", "postgresql://", 1)


def server_settings(role: str, application: str) -> dict[str, str]:
    """What every connection of a role starts with: `SET ROLE`, timeouts, no JIT, UTC."""
    return {
        "role": role,
        "application_name": application,
        "jit": "off",
        "timezone": "UTC",
        "search_path": "public",
        "idle_in_transaction_session_timeout": "10s",
        "client_connection_check_interval": "2s",
        **TIMEOUTS.get(role, {}),
    }


class Database:
    """One process's connections under one role."""

    def __init__(self, url: str, *, role: str, application: str, pool_size: int = 10) -> None:
        settings = server_settings(role, application)
        self.url = plain_url(url)
        self.engine: AsyncEngine = create_async_engine(
            self.url.replace("postgresql://", "postgresql+asyncpg://", 1),
            # What people write is in the values: no error message, and so no log, is to quote them.
            hide_parameters=True,
            pool_size=pool_size,
            max_overflow=5,
            pool_timeout=5,
            pool_recycle=1800,
            # The connection used last knows the statements: few work, and the others are there for a crowd.
            pool_use_lifo=True,
            connect_args={"server_settings": settings, "command_timeout": 65, "timeout": 10},
        )
        event.listen(self.engine.sync_engine, "checkout", _replace_closed)
        self.reader = Reader(DriverPool(self.url, settings=settings, size=pool_size))
        self._driver = DriverPool(self.url, settings=settings, size=pool_size)
        self._sessions = async_sessionmaker(
            self.engine, expire_on_commit=False, class_=WorkSession, driver=self._driver
        )

    @asynccontextmanager
    async def work(self, actor: Actor, *, correlation_id: str, holding: str | None = None) -> AsyncIterator[Work]:
        """A write transaction of a worker, consumer or loader: leaving commits, raising rolls back.

        It has the lock `holding` of its workspace from its first statement on.
        """
        async with self.opened(actor, correlation_id=correlation_id, holding=holding) as work:
            yield work
            await finish(work)

    @asynccontextmanager
    async def opened(self, actor: Actor, *, correlation_id: str, holding: str | None = None) -> AsyncIterator[Work]:
        """A write transaction that its boundary ends with `finish`; otherwise it is rolled back."""
        async with self._sessions(info={WORKSPACE_KEY: actor.workspace_id, HOLDING_KEY: holding}) as session:
            yield Work(session=session, actor=actor, correlation_id=correlation_id)

    @asynccontextmanager
    async def unscoped_session(self) -> AsyncIterator[AsyncSession]:
        """A session with no workspace set: row-level security shows it only what its role's own policies allow."""
        async with self._sessions() as session:
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.reader.close()
        await self._driver.close()
        await self.engine.dispose()


async def finish(work: Work) -> None:
    """Write what was gathered, events among it, and commit: the one line that makes a use case durable."""
    await work.session.finish()


def _replace_closed(connection: DBAPIConnection, _record: ConnectionPoolEntry, _proxy: PoolProxiedConnection) -> None:
    """Let the pool replace a connection that the server has closed.

    The driver knows when that happens; SQLAlchemy's own ping would ask on every checkout, in a transaction of its own:
    three round trips for each write.
    """
    driver: asyncpg.Connection = connection.driver_connection
    if driver.is_closed():
        raise DisconnectionError


def enter_workspace(session: AsyncSession, workspace_id: UUID) -> dict[str, Any]:
    """Name the workspace of a session before its first statement."""
    session.info[WORKSPACE_KEY] = workspace_id
    return dict(session.info)
