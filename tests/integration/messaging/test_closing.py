"""A closed workspace in the notifier: what waits is not sent, and what is said late has no effect."""

import asyncio
from uuid import UUID

from aiosmtpd.smtp import Envelope

from services.contracts.events.identity import MemberJoined, WorkspaceClosed
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.listening import direct_connection
from services.kit.reconciler import Reconciliation, republish_unseen
from services.notifier.consumer import learn_again
from services.notifier.store import open_pool
from tests.integration.messaging.conftest import Stack, is_known, until
from tests.support.envelopes import envelope_of
from tests.support.event_writer import EventWriter
from tests.support.smtp_sink import SmtpSink

CLOSED = WorkspaceClosed(name="Kiln Consulting", is_demo=False)


async def is_closed(stack: Stack, workspace_id: UUID) -> bool:
    """Whether the notifier has let go of a workspace."""
    return bool(await stack.rows("SELECT 1 FROM notifier.closed_workspaces WHERE workspace_id = $1", workspace_id))


async def test_mails_that_wait_when_the_workspace_is_closed_are_never_sent(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    neighbour = EventWriter(writer.database)
    is_busy = True

    def answer(_envelope: Envelope) -> str | None:
        return "451 busy" if is_busy else None

    sink.answer = answer
    async with stack.all():
        for one in (writer, neighbour):
            customer = await one.customer("Kiln Works", owner_id=await one.member("ada"))
            await one.inbound(customer)
        tried = "SELECT 1 FROM notifier.deliveries WHERE channel = 'email' AND last_error IS NOT NULL"

        async def both_tried() -> bool:
            return len(await stack.rows(tried)) == 2

        await until(both_tried)
        await writer.say(CLOSED)
        await until(lambda: is_closed(stack, writer.workspace_id))
        is_busy = False
        await sink.wait_for(1)
        # As long as the mail server asks others to wait, and more.
        await neighbour.inbound(await neighbour.customer("Second", owner_id=await neighbour.member("bo")))
        await sink.wait_for(2)
    assert {mail.recipients[0] for mail in sink.mails} == {neighbour.address("ada"), neighbour.address("bo")}


async def test_what_a_closed_workspace_said_is_not_published_again(stack: Stack, writer: EventWriter) -> None:
    neighbour = EventWriter(writer.database)
    for one in (writer, neighbour):
        await one.customer("Kiln Works")
    await stack.rows("UPDATE rapport.outbox SET published_at = now() - interval '1 hour', numbered_at = now()")
    await stack.rows("INSERT INTO notifier.closed_workspaces (workspace_id) VALUES ($1)", writer.workspace_id)
    compared = Reconciliation("rapport", "notifier.seen_events", forgotten="notifier.closed_workspaces")
    async with direct_connection(stack.settings.database_url, role="rapport_worker", application="tests") as worker:
        assert await republish_unseen(worker, compared, published_before=now()) == 1
    waiting = await stack.rows("SELECT workspace_id FROM rapport.outbox WHERE published_at IS NULL")
    assert [row["workspace_id"] for row in waiting] == [neighbour.workspace_id]


async def test_a_rebuilding_learns_nothing_of_a_closed_workspace(stack: Stack) -> None:
    pool = await open_pool(stack.settings.database_url, asyncio.Event(), size=2)
    assert pool is not None
    joined = MemberJoined(user_id=new_id(), role="owner", email_notifications=True, name="Ada", email="ada@x.example")
    first = envelope_of(joined)
    closing = envelope_of(CLOSED).model_copy(update={"workspace_id": first.workspace_id})
    async with pool.acquire() as connection:
        await learn_again(connection, closing)
        await learn_again(connection, first)
        await learn_again(connection, closing)
    assert await is_closed(stack, first.workspace_id)
    assert not await is_known(stack, joined.user_id)
    await pool.close()


async def test_what_is_said_of_a_closed_workspace_has_no_effect_and_the_next_one_is_heard(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    neighbour = EventWriter(writer.database)
    late = MemberJoined(user_id=new_id(), role="owner", email_notifications=True, name="Late", email="late@x.example")
    async with stack.all():
        await writer.say(CLOSED)
        await until(lambda: is_closed(stack, writer.workspace_id))
        event_id = await writer.say(late)
        bo = await neighbour.member("bo")
        await until(lambda: is_known(stack, bo))
    assert not await is_known(stack, late.user_id)
    assert await stack.rows("SELECT 1 FROM notifier.inbox WHERE event_id = $1", event_id) == []
    assert sink.mails == []
