"""R05: the notifier comes back to twenty thousand events; it drains them soon, in order, and as few mails."""

import asyncio
import os
import sys
import time
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from services.contracts.envelope import Subject
from services.contracts.events.identity import SessionReuseDetected
from services.kit.actor import system_actor
from services.kit.database import Database
from services.kit.ids import new_id
from tests.chaos.evidence import LEDGER, STILL_MOVING
from tests.chaos.scenario import Scenario, under_load
from tests.chaos.verdict import Evidence, Ledgered, Mailed, judge_deliveries, out_of_order
from tests.support.assurance.recording import FigureTaker
from tests.support.event_writer import inbound_mail
from tests.support.waiting import children_waited_for_a_processor, waited_for_a_processor

EVENTS = int(os.environ.get("CHAOS_BACKLOG", "20000"))
RECORDS, BATCH = 100, 500
PER_SECOND = 80.0
DRAIN_SECONDS = 600.0
# Everything that was recorded concerns the owner of the customer, who is told in the product and by mail.
DUE = """
SELECT e.id AS event_id, m.user_id, channels.channel FROM rapport.events e
JOIN rapport.members m ON m.workspace_id = e.workspace_id AND m.role = 'owner'
CROSS JOIN (VALUES ('email'), ('in_app')) AS channels(channel)
WHERE e.type IN ('interaction.recorded', 'session.reuse_detected')
"""
TOLD = """
SELECT e.subject_id, p.position, extract(epoch FROM i.seen_at)::float8 FROM notifier.inbox i
JOIN rapport.events e ON e.workspace_id = i.workspace_id AND e.id = i.event_id
JOIN rapport.event_positions p ON p.event_id = e.id WHERE e.type = 'interaction.recorded'
"""


async def write_backlog(scenario: Scenario) -> None:
    """Customers of every tenant write, and one sign-in of each owner is used twice."""
    database = Database(scenario.postgres.dsn, role="rapport_app", application="rapport-backlog", pool_size=2)
    tenants = scenario.load.tenants
    try:
        for tenant in tenants:
            actor = system_actor(tenant.workspace_id)
            records = [Subject(kind="interaction", id=new_id()) for _ in range(RECORDS)]
            for begin in range(0, EVENTS // len(tenants), BATCH):
                async with database.work(actor, correlation_id="backlog") as work:
                    for number in range(begin, begin + BATCH):
                        mail = inbound_mail(tenant.customer_ids[0], f"Number {number}")
                        work.record(mail, subject=records[number % RECORDS], sequence=1 + number // RECORDS)
            async with database.work(actor, correlation_id="backlog") as work:
                reuse = SessionReuseDetected(user_id=tenant.owner_id)
                work.record(reuse, subject=Subject(kind="user", id=tenant.owner_id), sequence=1)
    finally:
        await database.close()


async def wait_for(connection: asyncpg.Connection, names: set[str], seconds: float) -> None:
    """Wait until nothing of these is under way."""
    async with asyncio.timeout(seconds):
        moving = dict(await connection.fetchrow(STILL_MOVING))
        while any(moving[name] for name in names):
            await asyncio.sleep(0.5)
            moving = dict(await connection.fetchrow(STILL_MOVING))


async def evidence_of(connection: asyncpg.Connection, scenario: Scenario) -> Evidence:
    """What was owed, the ledger and the mail server."""
    mails = [(mail, str(mail.message["Message-ID"]).strip()) for mail in scenario.sink.mails]
    return Evidence(
        due={(row["event_id"], row["user_id"], row["channel"]) for row in await connection.fetch(DUE)},
        ledger=[Ledgered(**dict(row)) for row in await connection.fetch(LEDGER)],
        mails=[Mailed(message_id, recipient) for mail, message_id in mails for recipient in mail.recipients],
    )


@pytest.mark.requirement("R05")
async def test_a_notifier_that_was_away_drains_what_waited_in_order_and_in_few_mails(
    tmp_path: Path, figure: FigureTaker
) -> None:
    async with under_load(tmp_path, background=("worker",)) as scenario:
        connection = await asyncpg.connect(scenario.postgres.superuser_dsn)
        await write_backlog(scenario)
        await wait_for(connection, {"unpublished"}, DRAIN_SECONDS)
        begun = time.monotonic()
        scenario.processes.start("notifier")
        await wait_for(connection, {"unseen"}, DRAIN_SECONDS)
        # Without what other programs on this machine took from the notifier and from the backend it waited for: the
        # promise is about the product.
        postmaster = scenario.postgres.pid
        assert postmaster is not None
        waited = waited_for_a_processor(scenario.processes.pid("notifier"))
        taken = time.monotonic() - begun - waited - children_waited_for_a_processor(postmaster)
        await wait_for(connection, {"unsent", "unpublished", "unseen"}, DRAIN_SECONDS)
        evidence = await evidence_of(connection, scenario)
        told: list[tuple[UUID, int, float]] = [tuple(row) for row in await connection.fetch(TOLD)]
        await connection.close()
    digests = sum(row.is_digest for row in evidence.ledger)
    sys.stdout.write(
        f"{len(told)} events in {taken:.0f} s, {len(told) / taken:.0f}/s;"
        f" {len(evidence.mails)} mails, {digests} of them digests\n"
    )
    verdict = judge_deliveries(evidence)
    assert verdict.holds, str(verdict)
    assert len(told) == EVENTS
    assert out_of_order(told) == []
    assert len(told) / taken >= PER_SECOND
    # Nobody is buried: far fewer mails than events, and the one about the account's safety stands alone.
    assert digests > 0
    assert len(evidence.mails) <= EVENTS / 5
    safety = [mail for mail in scenario.sink.mails if "protect your account" in str(mail.message["Subject"])]
    assert len(safety) == len(scenario.load.tenants)
    figure("R05", "events drained", len(told))
    figure("R05", "events a second", len(told) / taken)
    figure("R05", "mails that told them", len(evidence.mails))
