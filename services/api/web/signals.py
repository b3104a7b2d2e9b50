"""What PostgreSQL tells this process: one LISTEN connection, a callback per channel."""

import asyncio
from collections.abc import Callable
from typing import Any

from services.kit.backoff import Backoff, pause
from services.kit.listening import CONNECTION_ERRORS, direct_connection
from services.kit.telemetry import logger

CHECK_SECONDS = 10.0
AWAY = Backoff(first=0.2, most=5.0)

log = logger(__name__)

Heard = Callable[[str], None]


class Signals:
    """Keeps listening until stopped. After each (re)connection every callback hears ''."""

    def __init__(self, url: str, *, role: str, application: str) -> None:
        self._url, self._role, self._application = url, role, application
        self._callbacks: dict[str, Heard] = {}
        self._stop = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def on(self, channel: str, heard: Heard) -> None:
        """Call `heard(payload)` for every NOTIFY on a channel."""
        self._callbacks[channel] = heard

    def start(self) -> None:
        """Begin, in the background."""
        self._task = asyncio.create_task(self._run(), name="signals")

    async def close(self) -> None:
        """End."""
        self._stop.set()
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        failures = 0
        while not self._stop.is_set():
            try:
                async with direct_connection(self._url, role=self._role, application=self._application) as connection:
                    failures = 0
                    for channel, heard in self._callbacks.items():
                        await connection.add_listener(channel, _forward(heard))
                        heard("")
                    while not self._stop.is_set():
                        await pause(self._stop, CHECK_SECONDS)
                        await connection.execute("SELECT 1")
            except CONNECTION_ERRORS as error:
                failures += 1
                log.warning("signals interrupted", error=repr(error))
                await pause(self._stop, AWAY.after(failures))


def _forward(heard: Heard) -> Any:
    def on_notify(_connection: Any, _pid: int, _channel: str, payload: object) -> None:
        heard(str(payload))

    return on_notify
