"""From a commit in the API to a mail in somebody's mailbox and back as a receipt."""

import json
from typing import Any

import pytest
from aiosmtpd.smtp import Envelope

from services.contracts.envelope import Subject
from services.contracts.events.identity import InvitationSent, MemberChanged, MemberRemoved, SessionReuseDetected
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.seal import mail_sealer
from tests.integration.messaging.conftest import Stack, until
from tests.support.event_writer import EventWriter
from tests.support.smtp_sink import SmtpSink

RECEIPTS = """
SELECT envelope FROM notifier.outbox WHERE workspace_id = $1 AND envelope->'data'->>'event_id' = $2::text
"""


async def test_a_customers_mail_reaches_the_project_people_and_receipts_go_back(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all():
        ada, bo = await writer.member("ada"), await writer.member("bo")
        customer = await writer.customer("Kiln Works", owner_id=bo)
        await writer.project("Website", customer_id=customer, member_ids=(ada,))
        event_id = await writer.inbound(customer, "Delay of the kiln")
        await sink.wait_for(3)
        await until(lambda: _count(stack, writer, event_id, 4))
    mails = {mail.recipients[0]: mail.message for mail in sink.mails if "Delay" in mail.message["Subject"]}
    assert set(mails) == {writer.address("ada"), writer.address("bo")}
    ada_mail = mails[writer.address("ada")]
    assert ada_mail["Subject"] == "Petri Aho: Delay of the kiln"
    assert ada_mail["Message-ID"] == f"<{event_id}.{ada}@crm.example.org>"
    assert str(ada_mail["X-Rapport-Correlation-Id"]).startswith("test-")


async def test_the_receipt_of_the_bell_carries_what_the_api_files(stack: Stack, writer: EventWriter) -> None:
    async with stack.all():
        ada = await writer.member("ada", email_notifications=False)
        customer = await writer.customer("Kiln Works", owner_id=ada)
        event_id = await writer.inbound(customer, "Delay")
        await until(lambda: _count(stack, writer, event_id, 1))
    (row,) = await stack.rows(RECEIPTS, writer.workspace_id, str(event_id))
    envelope = _json(row["envelope"])
    assert envelope["type"] == "delivery.sent"
    assert envelope["follows"] == str(event_id)
    assert envelope["data"] | {"link_id": None} == {
        "event_id": str(event_id),
        "event_type": "interaction.recorded",
        "recipient_user_id": str(ada),
        "channel": "in_app",
        "message_id": None,
        "link_kind": "interaction",
        "link_id": None,
    }
    assert envelope["personal"] == {
        "title": "Petri Aho sent an email: Delay",
        "body": "We heard of it from the site, not from you.",
    }


async def test_automatic_mail_rings_the_bell_as_what_it_is_and_that_somebody_is_away_does_not(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all():
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        told: dict[str, object] = {"is_automatic": True}
        await writer.inbound(customer, "Away", **told, automatic_kind="out_of_office")
        reply = await writer.inbound(customer, "Received", **told, automatic_kind="auto_reply")
        bounce = await writer.inbound(customer, "x", **told, automatic_kind="bounce", bounced_addresses=["a@x.example"])
        await until(lambda: _settled(stack, writer, 2))
    titles = {
        envelope["data"]["event_id"]: envelope["personal"]["title"]
        for row in await stack.rows("SELECT envelope FROM notifier.outbox WHERE workspace_id = $1", writer.workspace_id)
        if (envelope := _json(row["envelope"]))["type"] == "delivery.sent"
    }
    assert titles == {
        str(reply): "Automatic reply from Petri Aho: Received",
        str(bounce): "Undelivered: a mail to a@x.example came back",
    }
    assert sink.mails == []


@pytest.mark.requirement("R49")
async def test_the_switch_stops_mails_at_once_but_not_those_about_the_account(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all():
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        await writer.switch_email(ada, "ada", wants_email=False)
        await writer.inbound(customer)
        await writer.say(SessionReuseDetected(user_id=ada))
        await sink.wait_for(1)
        await until(lambda: _settled(stack, writer, 4))
    assert [mail.message["Subject"] for mail in sink.mails] == ["We signed you out to protect your account"]
    assert sink.mails[0].message["List-Unsubscribe"] is None


async def test_a_kind_that_is_turned_off_is_not_mailed_and_another_is(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all():
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        facts = {"user_id": ada, "role": "member", "email_notifications": True, "name": "Ada"}
        off = MemberChanged.model_validate({**facts, "email_off": ["inbound_mail"], "email": writer.address("ada")})
        await writer.say(off)
        await writer.inbound(customer)
        await writer.say(SessionReuseDetected(user_id=ada))
        await sink.wait_for(1)
        await until(lambda: _settled(stack, writer, 4))
    assert [mail.message["Subject"] for mail in sink.mails] == ["We signed you out to protect your account"]


async def test_who_left_is_written_to_no_more_and_nothing_is_kept_of_them(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    async with stack.all():
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        await writer.say(MemberRemoved(user_id=ada, name="Ada"))
        event_id = await writer.inbound(customer)
        seen = "SELECT 1 FROM notifier.inbox WHERE workspace_id = $1 AND event_id = $2"

        async def is_seen() -> bool:
            return bool(await stack.rows(seen, writer.workspace_id, event_id))

        await until(is_seen)
    assert sink.mails == []
    kept = await stack.rows("SELECT name, email, is_active FROM notifier.members WHERE user_id = $1", ada)
    assert [tuple(row.values()) for row in kept] == [("", "", False)]


async def test_an_invitation_is_mailed_to_a_stranger_with_its_link_and_kept_sealed(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    invitation_id = new_id()
    sealer = mail_sealer(stack.settings.secret_keys)
    sent = InvitationSent(
        role="member",
        email="nils@elsewhere.example",
        workspace_name="Kiln Consulting",
        invited_by=new_id(),
        inviter_name="Ada",
        expires_at=now(),
        sealed_token=sealer.seal("rpi_the-token", context=f"invitation:{invitation_id}"),
    )
    async with stack.all():
        await writer.say(sent, subject=Subject(kind="invitation", id=invitation_id))
        await sink.wait_for(1)
        await until(lambda: _settled(stack, writer, 1))
    (mail,) = sink.mails
    assert mail.recipients == ["nils@elsewhere.example"]
    assert "https://crm.example.org/accept-invitation#rpi_the-token" in mail.message.get_body(("plain",)).get_content()
    sql = "SELECT d::text AS row FROM notifier.deliveries d WHERE workspace_id = $1"
    kept = [row["row"] for row in await stack.rows(sql, writer.workspace_id)]
    assert len(kept) == 1
    assert "rpi_the-token" not in kept[0]


@pytest.mark.requirement("R49")
async def test_a_busy_mail_server_is_tried_again_and_a_refusal_is_not(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    answers = {"ada": ["451 busy", "451 busy"], "bo": ["550 no such mailbox"]}

    def answer(envelope: Envelope) -> str | None:
        waiting = answers[envelope.rcpt_tos[0].split("@")[0]]
        return waiting.pop(0) if waiting else None

    sink.answer = answer
    async with stack.all():
        ada, bo = await writer.member("ada"), await writer.member("bo")
        first, second = await writer.customer("A", owner_id=ada), await writer.customer("B", owner_id=bo)
        await writer.inbound(first)
        event_id = await writer.inbound(second)
        await sink.wait_for(1)
        await until(lambda: _settled(stack, writer, 4))
    assert [mail.recipients for mail in sink.mails] == [[writer.address("ada")]]
    rows = await stack.rows(
        "SELECT status, attempts, last_error FROM notifier.deliveries WHERE workspace_id = $1 AND channel = 'email'"
        " ORDER BY status",
        writer.workspace_id,
    )
    assert [(row["status"], row["attempts"]) for row in rows] == [("failed", 1), ("sent", 3)]
    receipts = [_json(row["envelope"]) for row in await stack.rows(RECEIPTS, writer.workspace_id, str(event_id))]
    (failed,) = [receipt for receipt in receipts if receipt["type"] == "delivery.failed"]
    assert failed["data"]["reason"] == "The mail server refused it: 550 no such mailbox"


async def test_a_mail_server_that_was_away_gets_the_mail_when_it_is_back(
    stack: Stack, writer: EventWriter, sink: SmtpSink
) -> None:
    sink.stop()
    async with stack.all():
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        await writer.inbound(customer)
        await until(lambda: _tried(stack, writer))
        sink.start()
        await sink.wait_for(1)
    assert len(sink.mails) == 1


async def test_one_connection_carries_many_mails(stack: Stack, writer: EventWriter, sink: SmtpSink) -> None:
    async with stack.all():
        ada = await writer.member("ada")
        customer = await writer.customer("Kiln Works", owner_id=ada)
        for number in range(20):
            await writer.inbound(customer, f"Number {number}")
        await sink.wait_for(20)
    assert len(sink.mails) == 20
    assert sink.connections <= 4


async def _count(stack: Stack, writer: EventWriter, event_id: Any, count: int) -> bool:
    return len(await stack.rows(RECEIPTS, writer.workspace_id, str(event_id))) == count


async def _settled(stack: Stack, writer: EventWriter, count: int) -> bool:
    sql = "SELECT 1 FROM notifier.deliveries WHERE workspace_id = $1 AND status <> 'pending'"
    return len(await stack.rows(sql, writer.workspace_id)) == count


async def _tried(stack: Stack, writer: EventWriter) -> bool:
    sql = "SELECT 1 FROM notifier.deliveries WHERE workspace_id = $1 AND channel = 'email' AND last_error IS NOT NULL"
    return bool(await stack.rows(sql, writer.workspace_id))


def _json(value: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(value)
    return loaded
