"""Keeping loops alive: one that breaks is started again, one that keeps breaking ends the process."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from prometheus_client import Counter

from services.kit.backoff import Backoff, pause
from services.kit.ending import end, raise_broken
from services.kit.telemetry import logger

MOST_BREAKS = 5
WITHIN_SECONDS = 60.0
GRACE_SECONDS = 12.0
AGAIN = Backoff(first=0.5, most=10.0)
BREAKS = Counter("worker_loop_breaks_total", "Times a loop of the worker ended by an error.", ["loop"])

log = logger(__name__)


class LoopKeepsBreaking(Exception):
    """A loop broke so often that this process had better start afresh."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Something that runs until the event is set."""

    name: str
    run: Callable[[asyncio.Event], Awaitable[None]]


async def keep_running(
    loop: Loop, stop: asyncio.Event, *, again: Backoff = AGAIN, most_breaks: int = MOST_BREAKS
) -> None:
    """Run a loop until `stop`, starting it again each time it breaks.

    Raises:
        LoopKeepsBreaking: it broke `most_breaks` times within a minute.
    """
    clock = asyncio.get_running_loop().time
    breaks: deque[float] = deque()
    while True:
        try:
            await loop.run(stop)
        except Exception as error:
            if stop.is_set():
                log.warning("loop broke while stopping", loop=loop.name, error=repr(error))
                return
            log.exception("loop broke", loop=loop.name)
        if stop.is_set():
            return
        BREAKS.labels(loop.name).inc()
        breaks.append(clock())
        while breaks[0] < clock() - WITHIN_SECONDS:
            breaks.popleft()
        if len(breaks) >= most_breaks:
            raise LoopKeepsBreaking(f"{loop.name} broke {len(breaks)} times within a minute")
        await pause(stop, again.after(len(breaks)))


async def run_all(
    loops: Sequence[Loop], stop: asyncio.Event, *, grace: float = GRACE_SECONDS, again: Backoff = AGAIN
) -> None:
    """Run loops side by side until `stop`; what does not end within `grace` seconds after it is cancelled.

    Raises:
        ExceptionGroup: of `LoopKeepsBreaking`; the other loops are cancelled, and not waited for without end.
    """
    running = [asyncio.create_task(keep_running(loop, stop, again=again), name=loop.name) for loop in loops]
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((stopping, *running), return_when=asyncio.FIRST_COMPLETED)
        if stop.is_set():
            _, late = await asyncio.wait(running, timeout=grace)
            for task in late:
                log.warning("loop did not end in time", loop=task.get_name())
    finally:
        await end((stopping, *running))
    raise_broken(running)
