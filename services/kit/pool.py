"""Connections of the driver itself, for what runs on them in one go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import orjson

from services.kit.problems import Unavailable

WAIT_SECONDS = 5.0


class DriverPool:
    """Connections under one role, opened when first needed. Whoever takes one leaves nothing on it."""

    def __init__(self, url: str, *, settings: dict[str, str], size: int) -> None:
        self._url, self._settings, self._size = url, settings, size
        self._pool: asyncpg.Pool | None = None
        self._opening = asyncio.Lock()

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[asyncpg.pool.PoolConnectionProxy]:
        """A connection for a while.

        Raises:
            Unavailable: PostgreSQL cannot be reached.
            TimeoutError: every connection is in use for 5 s.
        """
        pool = self._pool or await self._open()
        async with pool.acquire(timeout=WAIT_SECONDS) as connection:
            try:
                yield connection
            except asyncpg.InternalClientError:
                # What the driver says when the server died in the middle of an operation: nobody is to get this one.
                connection.terminate()
                raise

    async def close(self) -> None:
        """Close every connection."""
        if self._pool is not None:
            await self._pool.close()
            self._pool = None

    async def _open(self) -> asyncpg.Pool:
        async with self._opening:
            if self._pool is None:
                try:
                    self._pool = await asyncpg.create_pool(
                        self._url,
                        min_size=1,
                        max_size=self._size,
                        server_settings=self._settings,
                        command_timeout=10,
                        timeout=10,
                        statement_cache_size=500,
                        init=_decode_json,
                        reset=_nothing_to_reset,
                    )
                except (OSError, asyncpg.PostgresError, TimeoutError) as error:
                    raise Unavailable from error
            return self._pool


async def _decode_json(connection: asyncpg.Connection) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(name, schema="pg_catalog", encoder=_dump, decoder=orjson.loads)


def _dump(value: Any) -> str:
    return orjson.dumps(value).decode()


async def _nothing_to_reset(_connection: asyncpg.Connection) -> None:
    """`set_config(..., true)` ends with its own transaction; asyncpg's RESET would be a round trip more."""
