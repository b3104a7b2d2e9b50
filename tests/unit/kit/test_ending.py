"""Tasks end for certain, and what one of several breaks by is heard when the others have ended."""

import asyncio

import pytest

from services.kit.ending import end, run_together


async def swallows(times: int) -> None:
    """Goes on although it was cancelled, so many times."""
    for _ in range(times):
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            continue
    await asyncio.sleep(60)


async def test_a_task_that_swallows_its_cancellation_is_cancelled_again() -> None:
    task = asyncio.create_task(swallows(2))
    await asyncio.sleep(0)

    assert await end([task], again_after=0.01)
    assert task.cancelled()


async def test_one_that_never_ends_is_left() -> None:
    task = asyncio.create_task(swallows(20), name="deaf")
    await asyncio.sleep(0)

    assert not await end([task], again_after=0.01)
    while not task.done():
        task.cancel()
        await asyncio.sleep(0)


async def test_where_one_part_breaks_the_others_end_before_it_is_said() -> None:
    ended = asyncio.Event()

    async def breaks() -> None:
        raise ValueError("no such luck")

    async def serves() -> None:
        try:
            await swallows(1)
        finally:
            ended.set()

    with pytest.raises(ExceptionGroup) as broken:
        await run_together([serves(), breaks()])

    assert broken.group_contains(ValueError, match="no such luck")
    assert ended.is_set()
