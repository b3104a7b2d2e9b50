"""Ending tasks for certain: a process that gives up, or is asked to stop, must not be kept by one that goes on."""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any

from services.kit.telemetry import logger

ASK_AGAIN_SECONDS = 1.0
MOST_ASKED = 5

log = logger(__name__)


async def end(tasks: Iterable["asyncio.Task[Any]"], *, again_after: float = ASK_AGAIN_SECONDS) -> bool:
    """Cancel tasks until each has ended; False where one still goes on after five times, which is logged.

    Once is not always enough: before Python 3.12 `asyncio.wait_for` drops a cancellation that arrives together with
    what it waited for (python/cpython#86296), and libraries are free to swallow one. Nothing that a task raises is
    raised here.
    """
    going = {task for task in tasks if not task.done()}
    for _ in range(MOST_ASKED):
        if not going:
            return True
        for task in going:
            task.cancel()
        _, going = await asyncio.wait(going, timeout=again_after)
    if going:
        log.error("tasks did not end when cancelled", tasks=[task.get_name() for task in going])
    return not going


async def run_together(parts: Iterable[Coroutine[Any, Any, None]]) -> None:
    """Run side by side until all are done; where one breaks, the others are ended.

    Raises:
        ExceptionGroup: of what broke.
    """
    running = [asyncio.create_task(part) for part in parts]
    try:
        await asyncio.wait(running, return_when=asyncio.FIRST_EXCEPTION)
    finally:
        await end(running)
    raise_broken(running)


def raise_broken(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Raise what ended tasks raised, as an ExceptionGroup, where they did."""
    ended = [task for task in tasks if task.done() and not task.cancelled()]
    if errors := [error for task in ended if isinstance(error := task.exception(), Exception)]:
        raise ExceptionGroup("parts broke", errors)


async def end_all_others() -> bool:
    """End every task of the running event loop but this one; what is left after that would keep the loop."""
    return await end(asyncio.all_tasks() - {asyncio.current_task()})
