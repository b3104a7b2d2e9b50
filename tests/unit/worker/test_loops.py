"""A loop that breaks is started again; one that keeps breaking ends the process; a stop ends them all in time."""

import asyncio
from contextlib import suppress

import pytest

from services.api.worker.loops import Loop, LoopKeepsBreaking, keep_running, run_all
from services.kit.backoff import Backoff

AT_ONCE = Backoff(first=0.001, most=0.002)


async def test_a_loop_that_breaks_is_started_again() -> None:
    stop, starts = asyncio.Event(), []

    async def breaks_twice(stopping: asyncio.Event) -> None:
        starts.append(1)
        if len(starts) < 3:
            raise ValueError("no such luck")
        stop.set()
        await stopping.wait()

    await keep_running(Loop("breaks", breaks_twice), stop, again=AT_ONCE)

    assert len(starts) == 3


async def test_a_loop_that_ends_by_itself_is_started_again() -> None:
    stop, starts = asyncio.Event(), []

    async def ends(_stopping: asyncio.Event) -> None:
        starts.append(1)
        if len(starts) == 2:
            stop.set()

    await keep_running(Loop("ends", ends), stop, again=AT_ONCE)

    assert len(starts) == 2


async def test_a_loop_that_keeps_breaking_takes_the_process_down_and_the_others_with_it() -> None:
    stop, ended = asyncio.Event(), asyncio.Event()

    async def breaks(_stopping: asyncio.Event) -> None:
        raise ValueError("always")

    async def serves(stopping: asyncio.Event) -> None:
        try:
            await stopping.wait()
        finally:
            ended.set()

    with pytest.raises(ExceptionGroup) as broken:
        await run_all([Loop("breaks", breaks), Loop("serves", serves)], stop, again=AT_ONCE)
    assert broken.group_contains(LoopKeepsBreaking, match="5 times")
    assert ended.is_set()


async def test_a_loop_that_swallows_its_cancellation_does_not_keep_the_process() -> None:
    async def breaks(_stopping: asyncio.Event) -> None:
        raise ValueError("always")

    async def swallows(_stopping: asyncio.Event) -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.sleep(60)
        await asyncio.sleep(60)

    async with asyncio.timeout(10):
        with pytest.raises(ExceptionGroup) as broken:
            await run_all([Loop("breaks", breaks), Loop("swallows", swallows)], asyncio.Event(), again=AT_ONCE)
    assert broken.group_contains(LoopKeepsBreaking, match="5 times")


async def test_what_does_not_end_in_time_is_cancelled() -> None:
    stop, cancelled = asyncio.Event(), asyncio.Event()

    async def deaf(_stopping: asyncio.Event) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            cancelled.set()
            raise

    running = asyncio.create_task(run_all([Loop("deaf", deaf)], stop, grace=0.05))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait_for(running, 2)

    assert cancelled.is_set()


async def test_a_loop_that_breaks_while_it_stops_is_no_failure() -> None:
    stop = asyncio.Event()

    async def breaks_at_the_end(stopping: asyncio.Event) -> None:
        await stopping.wait()
        raise ConnectionError("gone")

    running = asyncio.create_task(run_all([Loop("late", breaks_at_the_end)], stop))
    await asyncio.sleep(0)
    stop.set()
    await asyncio.wait({running}, timeout=2)

    assert running.done()
    assert running.exception() is None
