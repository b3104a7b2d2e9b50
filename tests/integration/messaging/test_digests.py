"""More than twenty mails waiting for one person become one, and the ledger keeps a row for each."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from services.contracts.events.customers import CustomerCreated
from services.kit.clock import now
from services.kit.ids import new_id
from services.notifier.channels.port import Receipt
from services.notifier.digest import CROWD, DIGEST
from services.notifier.digesting import Digests
from services.notifier.ledger import Ledger
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.planning import plan
from services.notifier.store import Pool, open_pool
from tests.integration.messaging.conftest import Stack, until
from tests.support.assurance.recording import FigureTaker
from tests.support.envelopes import envelope_of
from tests.support.event_writer import EventWriter
from tests.support.smtp_sink import SmtpSink

pytestmark = pytest.mark.requirement("R05")

PERSON, OTHER = UUID(int=1), UUID(int=2)
LEASE = timedelta(seconds=60)
PLAIN = {"subject": "s", "headline": "h", "button": "b", "reason": "r"}


@pytest.fixture
async def pool(stack: Stack) -> AsyncIterator[Pool]:
    opened = await open_pool(stack.settings.database_url, asyncio.Event(), size=4)
    assert opened is not None
    yield opened
    await opened.close()


async def planned(pool: Pool, count: int, *, person: UUID = PERSON, seconds_ago: float = 8, **fields: bool) -> None:
    """So many mails for one person, each about an event of its own that was so long ago."""
    at = now() - timedelta(seconds=seconds_ago)
    for _ in range(count):
        happened = envelope_of(CustomerCreated(name="Kiln", kind="company"), workspace_id=UUID(int=9))
        envelope = happened.model_copy(update={"id": _id_of(at), "occurred_at": at})
        notice = Notice(**PLAIN, link=Link("customer", envelope.id), **fields)
        async with pool.acquire() as connection:
            await plan(connection, envelope, [PlannedDelivery(person, "email", notice)])


def _id_of(at: datetime) -> UUID:
    """A UUIDv7 of a moment, as the API makes it."""
    return UUID(int=int(at.timestamp() * 1000) << 80 | new_id().int & ((1 << 80) - 1))


async def ledger_rows(pool: Pool) -> list[asyncpg.Record]:
    return list(await pool.fetch("SELECT * FROM notifier.deliveries ORDER BY created_at, id"))


@pytest.mark.parametrize(("count", "merged"), [(CROWD, 0), (CROWD + 1, CROWD + 1)])
async def test_more_than_twenty_are_one_mail_and_twenty_are_twenty(pool: Pool, count: int, merged: int) -> None:
    await planned(pool, count)

    assert await Digests(pool).merge() == merged
    assert await Digests(pool).merge() == 0
    rows = await ledger_rows(pool)
    assert [row["status"] for row in rows].count("digested") == merged
    assert len([row for row in rows if row["event_type"] == DIGEST]) == (merged > 0)


async def test_people_are_counted_apart_and_what_stands_alone_is_left_alone(pool: Pool) -> None:
    await planned(pool, CROWD)
    await planned(pool, CROWD, person=OTHER)
    await planned(pool, 5, stands_alone=True)
    await planned(pool, 5, is_transactional=True)

    assert await Digests(pool).merge() == 0


async def test_a_burst_that_is_on_time_stays_a_mail_each(pool: Pool) -> None:
    await planned(pool, CROWD + 10, seconds_ago=1)

    assert await Digests(pool).merge() == 0


async def test_what_is_being_sent_is_not_told_a_second_time(pool: Pool) -> None:
    await planned(pool, CROWD + 10)
    claimed = {delivery.id for delivery in await Ledger(pool).claim("email", 5, LEASE)}

    assert await Digests(pool).merge() == CROWD + 5
    assert {row["id"] for row in await ledger_rows(pool) if row["status"] == "pending"} >= claimed


async def test_after_an_outage_mails_wait_for_company_and_go_together(pool: Pool) -> None:
    await planned(pool, 5, seconds_ago=3600)
    assert await Ledger(pool).claim("email", 10, LEASE) == []
    assert await Digests(pool).merge() == 0

    await planned(pool, CROWD, seconds_ago=8)
    assert await Digests(pool).merge() == CROWD + 5


async def test_two_notifiers_merge_one_crowd_once(pool: Pool) -> None:
    await planned(pool, CROWD + 10)

    assert sorted(await asyncio.gather(Digests(pool).merge(), Digests(pool).merge())) == [0, CROWD + 10]


@pytest.mark.parametrize("outcome", ["sent", "failed"])
async def test_every_event_of_a_digest_is_receipted_once_with_the_mail_that_told_it(pool: Pool, outcome: str) -> None:
    await planned(pool, CROWD + 1)
    await Digests(pool).merge()
    ledger = Ledger(pool)
    (digest,) = await ledger.claim("email", 100, LEASE)
    for _ in range(2):
        if outcome == "sent":
            await ledger.sent(digest, Receipt("<one@rapport>"))
        else:
            await ledger.failed(digest, "no such mailbox")
    events = {str(row["event_id"]) for row in await ledger_rows(pool) if row["status"] == "digested"}
    said = await pool.fetch("SELECT type, envelope FROM notifier.outbox")

    assert [row["type"] for row in said] == [f"delivery.{outcome}"] * (CROWD + 1)
    assert {row["envelope"]["data"]["event_id"] for row in said} == events
    assert {row["envelope"]["data"].get("message_id") for row in said} == {
        "<one@rapport>" if outcome == "sent" else None
    }


async def test_while_the_mail_server_is_away_mails_gather_and_come_as_one(
    stack: Stack, writer: EventWriter, sink: SmtpSink, figure: FigureTaker
) -> None:
    sink.stop()
    async with stack.all():
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        await writer.inbound_many(customer, 60)
        await until(lambda: _digested(stack, writer, CROWD + 1))
        sink.start()
        await until(lambda: _receipts(stack, writer, 120))
    # Those whose next attempt comes later are a crowd of their own, or too few to be one.
    subjects = [str(mail.message["Subject"]) for mail in sink.mails]
    counts = [int(subject.split()[0]) for subject in subjects if subject.endswith("updates in Rapport")]
    assert min(counts) > CROWD
    assert sum(counts) + len(subjects) - len(counts) == 60
    assert all(mail.message["List-Unsubscribe"] for mail in sink.mails)
    figure("R05", "mails for 60 waiting notices", len(sink.mails))


async def _digested(stack: Stack, writer: EventWriter, count: int) -> bool:
    sql = "SELECT 1 FROM notifier.deliveries WHERE workspace_id = $1 AND status = 'digested'"
    return len(await stack.rows(sql, writer.workspace_id)) >= count


async def _receipts(stack: Stack, writer: EventWriter, count: int) -> bool:
    sql = "SELECT 1 FROM notifier.outbox WHERE workspace_id = $1 AND type = 'delivery.sent'"
    return len(await stack.rows(sql, writer.workspace_id)) == count
