"""Waiting: growing, jittered delays between attempts, and pauses that end when the process is asked to stop."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Delays in seconds that double from `first` to `most`, each spread by +-`spread` so that retries do not march."""

    first: float = 0.5
    most: float = 30.0
    spread: float = 0.2

    def after(self, attempt: int, draw: Callable[[], float] = random.random) -> float:
        """Seconds to wait after the given failed attempt (1 is the first); `draw` gives a number in [0, 1)."""
        plain = min(self.most, self.first * 2.0 ** min(attempt - 1, 60))
        return plain * (1 - self.spread + 2 * self.spread * draw())


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but no longer than until `stop` is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


async def first_of(*events: asyncio.Event, seconds: float) -> None:
    """Wait until one of the events is set, at most `seconds`."""
    if any(event.is_set() for event in events):
        return
    waiting = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in waiting:
            task.cancel()
