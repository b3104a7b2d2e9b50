"""The ledger under any interleaving of claims, crashes, retries and settlements: each delivery ends once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.contracts.envelope import Envelope
from services.contracts.events.customers import CustomerCreated
from services.kit.ids import new_id
from services.notifier.channels.null import NullChannel
from services.notifier.channels.port import Receipt
from services.notifier.dispatch import Dispatcher
from services.notifier.knowledge import learn, picture
from services.notifier.ledger import Ledger
from services.notifier.notices import Delivery, Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns
from services.notifier.planning import plan
from services.notifier.store import Pool, open_pool
from tests.integration.messaging.conftest import Stack, until
from tests.support.envelopes import envelope_of
from tests.unit.notifier.test_projections import ADA, EVENTS, KILN, WEBSITE

NOW = timedelta(0)
STEPS = st.lists(
    st.tuples(st.sampled_from(["claim", "crash", "send", "send twice", "postpone", "fail"]), st.integers(0, 9)),
    max_size=25,
)
NOTICE = Notice(subject="s", headline="h", link=Link("customer", new_id()), button="b", reason="r")


@pytest.fixture
async def pool(stack: Stack) -> AsyncIterator[Pool]:
    opened = await open_pool(stack.settings.database_url, asyncio.Event(), size=4)
    assert opened is not None
    yield opened
    await opened.close()


async def planned_deliveries(pool: Pool, count: int) -> list[PlannedDelivery]:
    planned = [PlannedDelivery(new_id(), "email", NOTICE) for _ in range(count)]
    envelope = envelope_of(CustomerCreated(name="Kiln", kind="company"))
    async with pool.acquire() as connection:
        await plan(connection, envelope, planned)
        # What is planned again stays as it is.
        await plan(connection, envelope, planned[:1])
    return planned


async def settle_all(ledger: Ledger) -> None:
    while True:
        claimed = await ledger.claim("email", 10, NOW)
        if not claimed:
            return
        for delivery in claimed:
            await ledger.sent(delivery, Receipt("<final>"))


@pytest.mark.requirement("R04")
@given(steps=STEPS)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
async def test_each_delivery_is_settled_and_receipted_once(pool: Pool, steps: list[tuple[str, int]]) -> None:
    await pool.execute("DELETE FROM notifier.deliveries")
    await pool.execute("DELETE FROM notifier.outbox")
    await planned_deliveries(pool, 5)
    ledger, held = Ledger(pool), list[Delivery]()
    for step, pick in steps:
        if step == "claim":
            # The lease is over at once: the next claim may take the same row while this one still sends.
            held += await ledger.claim("email", 1 + pick % 3, NOW)
        elif held and step == "crash":
            held.pop(pick % len(held))
        elif held and step == "postpone":
            await ledger.postpone(held.pop(pick % len(held)), NOW, "busy")
        elif held and step == "fail":
            await ledger.failed(held.pop(pick % len(held)), "refused")
        elif held:
            for _ in range(2 if step == "send twice" else 1):
                await ledger.sent(held[pick % len(held)], Receipt(f"<{pick}>"))
    await settle_all(ledger)
    rows = await pool.fetch("SELECT status FROM notifier.deliveries")
    receipts = await pool.fetch("SELECT envelope->'data'->>'recipient_user_id' AS who FROM notifier.outbox")
    assert len(rows) == len(receipts) == len({receipt["who"] for receipt in receipts}) == 5
    assert {row["status"] for row in rows} <= {"sent", "failed"}


async def test_the_bell_rings_in_the_statement_that_plans_it_and_once(pool: Pool) -> None:
    await pool.execute("DELETE FROM notifier.deliveries")
    await pool.execute("DELETE FROM notifier.outbox")
    person, envelope = new_id(), envelope_of(CustomerCreated(name="Kiln", kind="company"))
    for _ in range(2):
        async with pool.acquire() as connection:
            await plan(connection, envelope, [PlannedDelivery(person, by, NOTICE) for by in ("in_app", "email")])
    rows = await pool.fetch("SELECT channel, status, attempts FROM notifier.deliveries ORDER BY channel")
    receipts = await pool.fetch("SELECT event_id, type, envelope FROM notifier.outbox")
    assert [tuple(row) for row in rows] == [("email", "pending", 0), ("in_app", "sent", 1)]
    assert len(receipts) == 1
    said = receipts[0]["envelope"]
    assert (receipts[0]["type"], said["id"]) == ("delivery.sent", str(receipts[0]["event_id"]))
    assert (said["data"]["channel"], said["data"]["recipient_user_id"]) == ("in_app", str(person))


@pytest.mark.requirement("R04")
async def test_two_claimers_never_share_a_delivery(pool: Pool) -> None:
    await planned_deliveries(pool, 20)
    ledger = Ledger(pool)
    claims = await asyncio.gather(*(ledger.claim("email", 7, timedelta(seconds=60)) for _ in range(4)))
    taken = [delivery.id for claimed in claims for delivery in claimed]
    assert len(taken) == len(set(taken)) == 20


@pytest.mark.requirement("R04")
async def test_what_ends_at_once_is_settled_each_and_one_that_cannot_be_written_holds_back_no_other(pool: Pool) -> None:
    await planned_deliveries(pool, 6)
    ledger = Ledger(pool)
    first, *others = await ledger.claim("email", 6, timedelta(seconds=60))
    # PostgreSQL keeps no NUL in a text.
    ends = [ledger.failed(first, "\x00"), *(ledger.sent(one, Receipt(f"<{one.id}>")) for one in others)]
    outcomes = await asyncio.gather(*ends, return_exceptions=True)
    rows = await pool.fetch("SELECT id, status, message_id FROM notifier.deliveries")
    assert isinstance(outcomes[0], Exception)
    assert outcomes[1:] == [True] * 5
    assert {row["id"]: (row["status"], row["message_id"]) for row in rows} == {
        first.id: ("pending", None),
        **{one.id: ("sent", f"<{one.id}>") for one in others},
    }


@pytest.mark.requirement("R04")
async def test_a_lease_is_renewed_without_waiting_for_what_is_being_settled(pool: Pool) -> None:
    await planned_deliveries(pool, 2)
    ledger = Ledger(pool)
    busy, held = await ledger.claim("email", 2, timedelta(seconds=1))
    async with pool.acquire() as other, other.transaction():
        await other.execute("SELECT FROM notifier.deliveries WHERE id = $1 FOR UPDATE", busy.id)
        async with asyncio.timeout(5):
            await ledger.renew([busy, held], timedelta(hours=1))
    rows = await pool.fetch("SELECT id FROM notifier.deliveries WHERE due_at > now() + interval '30 minutes'")
    assert [row["id"] for row in rows] == [held.id]


class SlowToRecord(Ledger):
    """A ledger whose database is away for the first few settlements."""

    away = 3

    async def sent(self, delivery: Delivery, receipt: Receipt) -> bool:
        if self.away:
            self.away -= 1
            raise ConnectionError("PostgreSQL is away")
        return await super().sent(delivery, receipt)


@pytest.mark.requirement("R02")
async def test_a_mail_that_went_out_does_not_go_out_again_because_its_record_had_to_wait(
    stack: Stack, pool: Pool
) -> None:
    channel, stop = NullChannel("email"), asyncio.Event()
    await planned_deliveries(pool, 1)
    dispatcher = Dispatcher(SlowToRecord(pool), channel, concurrency=2, lease=timedelta(seconds=0.3))
    running = asyncio.create_task(dispatcher.run(stop, stack.settings.database_url))

    async def settled() -> bool:
        return bool(await pool.fetch("SELECT 1 FROM notifier.deliveries WHERE status = 'sent'"))

    await until(settled)
    stop.set()
    await running
    assert len(channel.sent) == 1


@given(events=st.permutations(EVENTS))
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_the_tables_end_the_same_in_whatever_order_events_come(pool: Pool, events: list[Envelope]) -> None:
    workspace_id = new_id()
    async with pool.acquire() as connection:
        for event in (*EVENTS[:3], *events):
            await learn(connection, event.model_copy(update={"workspace_id": workspace_id}))
        known = await picture(
            connection,
            workspace_id,
            Concerns(frozenset([WEBSITE.id]), KILN.id, frozenset([ADA]), has_open_projects=True, has_admins=True),
        )
        (row,) = await connection.fetch(
            "SELECT is_member FROM notifier.project_members WHERE workspace_id = $1", workspace_id
        )
    assert known.customer is None
    assert known.members[ADA].role == "admin"
    assert row["is_member"] is False
