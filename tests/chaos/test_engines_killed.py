"""R02, R04: PostgreSQL and the notifier are killed under load; nothing is lost, and what comes again is recognised."""

import os
import sys
from pathlib import Path

import pytest

from services.notifier.main import MAIL_CONNECTIONS
from tests.chaos.evidence import gather, settle
from tests.chaos.scenario import Scenario, under_load, writing
from tests.chaos.verdict import Evidence, judge
from tests.support.assurance.recording import FigureTaker

KILLS = int(os.environ.get("CHAOS_KILLS", "5"))
RECOVERY_SECONDS = 15.0
DRAIN_SECONDS = 180.0


async def remembered(scenario: Scenario) -> tuple[dict[str, int], Evidence]:
    """What is still under way after a while, and what everybody remembers then."""
    still_moving = await settle(scenario.postgres.superuser_dsn, DRAIN_SECONDS)
    return still_moving, await gather(scenario.postgres.superuser_dsn, [scenario.load.log_file], scenario.sink)


@pytest.mark.requirement("R02")
async def test_killing_postgresql_loses_nothing_and_the_api_goes_on_by_itself(
    tmp_path: Path, figure: FigureTaker
) -> None:
    async with under_load(tmp_path) as scenario:
        api = scenario.processes.pid("api")
        async with writing(scenario.load):
            await scenario.kill_postgres(KILLS)
        still_moving, evidence = await remembered(scenario)
        assert scenario.processes.pid("api") == api
        assert all(scenario.processes.is_running(name) for name in ("api", "worker", "notifier"))
    sys.stdout.write(
        f"{scenario.load.acknowledged} acknowledged, {len(evidence.mails)} mails,"
        f" first 2xx after {', '.join(map(str, scenario.recoveries))}\n"
    )
    verdict = judge(evidence)
    assert verdict.holds, str(verdict)
    assert still_moving == {}
    assert scenario.load.refused == []
    slowest = max(recovery.own for recovery in scenario.recoveries)
    assert slowest <= RECOVERY_SECONDS
    figure("R02", "kills", KILLS)
    figure("R02", "writes acknowledged, none lost", scenario.load.acknowledged)
    figure("R02", "slowest first answer", slowest, "s")


@pytest.mark.requirement("R04")
async def test_killing_the_notifier_loses_nothing_and_repeats_only_what_was_on_its_way(
    tmp_path: Path, figure: FigureTaker
) -> None:
    async with under_load(tmp_path) as scenario:
        async with writing(scenario.load):
            await scenario.kill_notifier(KILLS)
        still_moving, evidence = await remembered(scenario)
    repeats = len(evidence.mails) - len(set(evidence.mails))
    sys.stdout.write(f"{len(evidence.mails)} mails, of them {repeats} repeated\n")
    # The same Message-ID each time: a mail under another one would be a mail that no ledger row explains.
    verdict = judge(evidence, most_repeats=KILLS * MAIL_CONNECTIONS)
    assert verdict.holds, str(verdict)
    assert still_moving == {}
    assert scenario.load.refused == []
    assert len(evidence.mails) >= 3 * KILLS
    figure("R04", "kills", KILLS)
    figure("R04", "mails, none lost", len(evidence.mails))
    figure("R04", "mails repeated", repeats)
