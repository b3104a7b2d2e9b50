"""From a comment to the mailboxes of those it concerns, over the real database, broker and mail server."""

from typing import Any
from uuid import UUID

from services.contracts.envelope import Subject
from services.contracts.events.collaboration import CommentCreated, WatcherAdded, WatcherRemoved
from services.kit.ids import new_id
from tests.integration.messaging.conftest import Stack, until
from tests.support.event_writer import EventWriter
from tests.support.smtp_sink import SmtpSink

DELIVERIES = "SELECT recipient_id, channel FROM notifier.deliveries WHERE workspace_id = $1 AND event_id = $2"


def watcher(
    kind: type[WatcherAdded | WatcherRemoved], subject_id: UUID, user_id: UUID
) -> WatcherAdded | WatcherRemoved:
    """Somebody watches a customer, or does so no longer."""
    return kind(subject_kind="customer", subject_id=subject_id, customer_id=subject_id, project_ids=[], user_id=user_id)


async def test_a_mention_and_a_watched_customer_are_told_once_each(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all():
        ada, bo, cy, dee = [await writer.member(name) for name in ("ada", "bo", "cy", "dee")]
        customer = await writer.customer("Kiln Works")
        for user_id in (ada, bo, cy, dee):
            await writer.say(watcher(WatcherAdded, customer, user_id), subject=Subject(kind="watcher", id=new_id()))
        await writer.say(watcher(WatcherRemoved, customer, dee), subject=Subject(kind="watcher", id=new_id()))
        said = CommentCreated(
            subject_kind="customer",
            subject_id=customer,
            customer_id=customer,
            project_ids=[],
            author_id=ada,
            mentioned_user_ids=[bo],
            subject_title="Kiln Works",
            text="@Bo they would like a call before noon.",
        )
        event_id = await writer.say(said)
        await until(lambda: _planned(stack, writer, event_id, 4))
        await sink.wait_for(2)
    mails = {mail.recipients[0]: mail.message for mail in sink.mails}
    assert {address: mail["Subject"] for address, mail in mails.items()} == {
        writer.address("bo"): "Ada mentioned you: Kiln Works",
        writer.address("cy"): "Ada on Kiln Works",
    }
    text = mails[writer.address("cy")].get_body(("plain",)).get_content()
    assert "Ada commented on Kiln Works." in text
    assert "> @Bo they would like a call before noon." in text
    assert f"https://crm.example.org/customers/{customer}" in text


async def test_a_watcher_hears_of_the_customers_mail(stack: Stack, writer: EventWriter, sink: SmtpSink) -> None:
    async with stack.all():
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works")
        await writer.say(watcher(WatcherAdded, customer, ada), subject=Subject(kind="watcher", id=new_id()))
        await writer.inbound(customer, "Delay")
        await sink.wait_for(1)
    (mail,) = sink.mails
    assert (mail.recipients, mail.message["Subject"]) == ([writer.address("ada")], "Petri Aho: Delay")
    assert "because you watch this customer" in mail.message.get_body(("plain",)).get_content()


async def _planned(stack: Stack, writer: EventWriter, event_id: Any, count: int) -> bool:
    return len(await stack.rows(DELIVERIES, writer.workspace_id, event_id)) == count
