"""Wake-ups from PostgreSQL: NOTIFY sets an event, so that nobody has to poll quickly."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import asyncpg

from services.kit.backoff import Backoff, pause
from services.kit.database import plain_url, server_settings
from services.kit.telemetry import logger

CHECK_SECONDS = 10.0
CONNECT_SECONDS = 10.0
AWAY = Backoff(first=0.2, most=5.0)
CONNECTION_ERRORS = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    # What the client says when the server died in the middle of an operation.
    asyncpg.InternalClientError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
)

log = logger(__name__)


@asynccontextmanager
async def direct_connection(
    url: str, *, role: str, application: str, listen: Sequence[str] = (), wake: asyncio.Event | None = None
) -> AsyncIterator[asyncpg.Connection]:
    """One session of our own (never through a pooler): for LISTEN and for session advisory locks."""
    connection: asyncpg.Connection = await asyncpg.connect(
        plain_url(url), server_settings=server_settings(role, application), timeout=CONNECT_SECONDS, command_timeout=65
    )
    try:
        if wake is not None:
            for channel in listen:
                await connection.add_listener(channel, _setting(wake))
        yield connection
    finally:
        # A closed peer must not keep us from leaving.
        with suppress(*CONNECTION_ERRORS):
            await connection.close(timeout=2)


async def keep_listening(
    url: str, *, role: str, application: str, channels: Sequence[str], wake: asyncio.Event, stop: asyncio.Event
) -> None:
    """Set `wake` on every NOTIFY of the channels until `stop`; also after each (re)connection, for what was missed."""
    failures = 0
    while not stop.is_set():
        try:
            async with direct_connection(
                url, role=role, application=application, listen=channels, wake=wake
            ) as connection:
                failures = 0
                wake.set()
                while not stop.is_set():
                    await pause(stop, CHECK_SECONDS)
                    await connection.execute("SELECT 1")
        except CONNECTION_ERRORS as error:
            failures += 1
            log.warning("listening interrupted", channels=list(channels), error=repr(error))
            await pause(stop, AWAY.after(failures))


def _setting(wake: asyncio.Event) -> Any:
    def on_notify(_connection: Any, _pid: int, _channel: str, _payload: object) -> None:
        wake.set()

    return on_notify
