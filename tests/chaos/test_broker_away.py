"""R06, R07: the broker is away, or comes back with an empty store."""

import asyncio
import shutil
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from tests.chaos.evidence import gather, settle
from tests.chaos.scenario import Scenario, under_load, writing
from tests.chaos.verdict import best_ratio, judge
from tests.support.assurance.recording import FigureTaker

ROUNDS, ROUND_SECONDS = 6, 10.0
# Half of what two cores take, so that a latency is that of a write and not of a queue.
STEADY_RATE = 20.0
SLOWER = 1.2
PUBLISH_SECONDS, REDELIVER_SECONDS = 60.0, 300.0
UNSEEN = """
SELECT count(*) FROM rapport.outbox o WHERE published_at IS NOT NULL AND NOT EXISTS (
  SELECT FROM notifier.inbox i WHERE i.workspace_id = o.workspace_id AND i.event_id = o.event_id)
"""
UNPUBLISHED = "SELECT count(*) FROM rapport.outbox WHERE published_at IS NULL"


async def count(scenario: Scenario, sql: str) -> int:
    """One number out of the tables."""
    connection = await asyncpg.connect(scenario.postgres.superuser_dsn)
    try:
        found: int = await connection.fetchval(sql)
    finally:
        await connection.close()
    return found


async def seconds_until_published(scenario: Scenario) -> float:
    """How long until the outbox holds nothing older than this moment."""
    begun = time.monotonic()
    older = f"{UNPUBLISHED} AND created_at < to_timestamp({time.time()})"
    async with asyncio.timeout(2 * PUBLISH_SECONDS):
        while await count(scenario, older):  # noqa: ASYNC110 - what is awaited happens in PostgreSQL
            await asyncio.sleep(0.2)
    return time.monotonic() - begun


@pytest.mark.requirement("R06")
async def test_without_the_broker_writes_go_on_as_fast_and_what_waited_goes_out(
    tmp_path: Path, figure: FigureTaker
) -> None:
    rounds, backlog, slowest = [], 0, 0.0
    async with under_load(tmp_path, rate=STEADY_RATE) as scenario:
        load = scenario.load
        async with writing(load):
            for _ in range(ROUNDS):
                up = time.monotonic()
                await asyncio.sleep(ROUND_SECONDS)
                scenario.nats.kill()
                down = time.monotonic()
                await asyncio.sleep(ROUND_SECONDS)
                back = time.monotonic()
                rounds.append((load.answered_within(up, down), load.answered_within(down, back)))
                backlog = max(backlog, await count(scenario, UNPUBLISHED))
                # In this thread: the server ends with the thread that started it.
                scenario.nats.start()
                slowest = max(slowest, await seconds_until_published(scenario))
        still_moving = await settle(scenario.postgres.superuser_dsn, PUBLISH_SECONDS)
        evidence = await gather(scenario.postgres.superuser_dsn, [load.log_file], scenario.sink)
    ratio = best_ratio(rounds)
    sys.stdout.write(f"{load.acknowledged} acknowledged, p99 x {ratio:.2f}, {backlog} waited, {slowest:.1f} s\n")
    verdict = judge(evidence)
    assert verdict.holds, str(verdict)
    assert still_moving == {}
    assert (load.refused, load.unanswered) == ([], 0)
    assert backlog > 0
    assert ratio <= SLOWER
    assert slowest <= PUBLISH_SECONDS
    figure("R06", "seconds without the broker", ROUNDS * ROUND_SECONDS)
    figure("R06", "p99 of a write against normal", ratio, "x")
    figure("R06", "published again after", slowest, "s")


@pytest.mark.requirement("R07")
async def test_a_broker_that_lost_its_store_is_set_up_again_and_told_what_nobody_had_seen(
    tmp_path: Path, figure: FigureTaker
) -> None:
    async with under_load(tmp_path) as scenario:
        async with writing(scenario.load):
            await asyncio.sleep(3)
            scenario.processes.kill("notifier")
            await asyncio.sleep(5)
            scenario.nats.kill()
            unseen = await count(scenario, UNSEEN)
            shutil.rmtree(scenario.nats.store_dir)
            await asyncio.sleep(2)
            scenario.nats.start()
            begun = time.monotonic()
            scenario.processes.start("notifier")
            await asyncio.sleep(3)
        still_moving = await settle(scenario.postgres.superuser_dsn, REDELIVER_SECONDS)
        taken = time.monotonic() - begun
        evidence = await gather(scenario.postgres.superuser_dsn, [scenario.load.log_file], scenario.sink)
    sys.stdout.write(f"{unseen} lost by the broker, everything told after {taken:.1f} s\n")
    # A delivery that was on its way as the notifier died may come again; nothing else may.
    verdict = judge(evidence, most_repeats=4)
    assert verdict.holds, str(verdict)
    assert still_moving == {}
    assert unseen > 0
    figure("R07", "events that only PostgreSQL still had", unseen)
    figure("R07", "all told again after", taken, "s")
