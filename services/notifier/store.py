"""The notifier's connections to PostgreSQL, all under its own role and in its own schema."""

import asyncio
from typing import Any

import asyncpg
import orjson

from services.kit.backoff import Backoff, pause
from services.kit.database import plain_url, server_settings
from services.kit.listening import CONNECTION_ERRORS
from services.kit.telemetry import logger

ROLE = "rapport_notifier"
SCHEMA = "notifier"
POOL_SIZE = 16
AWAY = Backoff(first=0.2, most=5.0)

Pool = asyncpg.Pool
Connection = asyncpg.Connection | asyncpg.pool.PoolConnectionProxy
#: Whatever runs one statement; a pool does so in a transaction of the statement's own.
Asked = Connection | Pool

log = logger(__name__)


async def open_pool(url: str, stop: asyncio.Event, *, size: int = POOL_SIZE) -> Pool | None:
    """A pool under the notifier's role, waiting for PostgreSQL as long as it takes; None when `stop` came first."""
    settings = {**server_settings(ROLE, "notifier"), "statement_timeout": "30s", "lock_timeout": "10s"}
    failures = 0
    while not stop.is_set():
        try:
            return await asyncpg.create_pool(
                plain_url(url),
                min_size=2,
                max_size=size,
                server_settings=settings,
                command_timeout=35,
                timeout=10,
                init=_with_json,
                reset=_nothing_to_reset,
            )
        except CONNECTION_ERRORS as error:
            failures += 1
            log.warning("waiting for PostgreSQL", error=repr(error))
            await pause(stop, AWAY.after(failures))
    return None


async def _with_json(connection: asyncpg.Connection) -> None:
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=_dumped, decoder=orjson.loads)


async def _nothing_to_reset(_connection: asyncpg.Connection) -> None:
    """No statement here leaves a setting, a lock or a cursor behind; asyncpg's own reset is one more round trip."""


def _dumped(value: Any) -> str:
    # The driver has a UUID of its own.
    return orjson.dumps(value, default=str).decode()
