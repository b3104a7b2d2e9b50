"""Mail that no person wrote, and what kind of it."""

import base64

import pytest

from tests.unit.mail.letters import multipart, read

OOO = "Automatic reply: Out of office until Monday"
REPORT = (
    "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
    "Original-Recipient: rfc822;Ann@Lindqvist.example\r\nFinal-Recipient: rfc822; ann@inside.example\r\n"
    "Action: {action}\r\nStatus: 5.1.1\r\n"
)


def report(action: str) -> tuple[str, str]:
    """A delivery report about one recipient."""
    return multipart("report; report-type=delivery-status", "\r\nSorry.", REPORT.format(action=action))


@pytest.mark.parametrize(
    ("header_lines", "kind"),
    [
        (["Auto-Submitted: auto-replied", "Subject: Thank you for your mail"], "auto_reply"),
        (["Auto-Submitted: auto-replied (vacation)", f"Subject: {OOO}"], "out_of_office"),
        (["X-Autoreply: yes", "Subject: Abwesenheitsnotiz"], "out_of_office"),
        (["Precedence: auto_reply", "Subject: Ricevuto"], "auto_reply"),
        (
            ["X-Auto-Response-Suppress: All", "In-Reply-To: <a@b>", "Subject: Réponse automatique : absent"],
            "out_of_office",
        ),
        (["X-Auto-Response-Suppress: OOF", "In-Reply-To: <a@b>", "Subject: Autosvar: Frånvaro"], "out_of_office"),
        (["Return-Path: <>", "Subject: Automatisch antwoord: Afwezig"], "out_of_office"),
        (["Auto-Submitted: auto-generated", "Subject: Nightly report"], None),
        (["Precedence: bulk", "Subject: Newsletter"], None),
    ],
)
def test_the_header_proves_it_and_the_subject_tells_the_kind(header_lines: list[str], kind: str | None) -> None:
    found = read(*header_lines)

    assert (found.is_automatic, found.automatic_kind) == (True, kind)


@pytest.mark.parametrize(
    "subject",
    [
        *("Undelivered mail", "Delivery failed", "Auto: x", "Absence of Petri", "不在", "Out of office until Monday"),
        *("Automatic reply feature is broken", "Our automatic reply: x", "Out of Office hours: who is on call?"),
        *(f"Re: {OOO}", f"AW: {OOO}", f"Fwd: {OOO}", f"[EXT] Re: {OOO}", "Re: Abwesenheitsnotiz: Plan"),
    ],
)
def test_words_in_a_subject_alone_prove_nothing(subject: str) -> None:
    found = read(f"Subject: {subject}", body="I will be in the office on Monday. Delivery to the site has failed.")

    assert (found.is_automatic, found.automatic_kind) == (False, None)


@pytest.mark.parametrize(
    "prefix",
    [
        *(
            "Automatic reply: ",
            "Out of Office: ",
            "Out of Office AutoReply: ",
            "Autoreply: ",
            "[EXT] Automatic reply: ",
        ),
        *(
            "Automatische Antwort: ",
            "Abwesenheitsnotiz: ",
            "Réponse automatique\u00a0: ",
            "Re\u0301ponse automatique : ",
        ),
        *("Respuesta automática: ", "Fuera de la oficina: ", "Risposta automatica: ", "Fuori sede: "),
        *("Automatisch antwoord: ", "Resposta automática: ", "Automatiskt svar: ", "Automatisk svar: ", "Autosvar: "),
        *("Automaattinen vastaus: ", "Automatyczna odpowiedź: ", "Odpowiedź automatyczna: ", "Automatická odpověď: "),
        *(
            "Automatická odpoveď: ",
            "自動応答: ",
            "自動返信\uff1a",
            "自动答复: ",
            "自动回复\uff1a",
            "자동 회신: ",
            "Автоматический ответ: ",
        ),
    ],
)
def test_what_programs_put_before_the_subject_they_answer_is_proof(prefix: str) -> None:
    subject = f"=?utf-8?b?{base64.b64encode(f'{prefix}Slips'.encode()).decode()}?="
    away = read(f"Subject: {subject}", body="I am on vacation until Monday.")
    receipt = read("Subject: Autoreply: Slips", body="We will answer soon.")

    assert (away.is_automatic, away.automatic_kind) == (True, "out_of_office")
    assert (receipt.is_automatic, receipt.automatic_kind) == (True, "auto_reply")


def test_a_delivery_report_names_whose_mail_bounced_as_we_wrote_it() -> None:
    header, body = report("failed")
    found = read(header, "From: MAILER-DAEMON@mx.example", body=body)

    assert found.automatic_kind == "bounce"
    assert found.automatic.bounced_addresses == ("ann@lindqvist.example",)


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_report_of_anything_but_a_failure_is_no_bounce(action: str) -> None:
    header, body = report(action)
    found = read(header, "From: MAILER-DAEMON@mx.example", "Subject: Delivery Status Notification", body=body)

    assert (found.is_automatic, found.automatic_kind) == (True, None)


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        (
            "MAILER-DAEMON@mx.example",
            "failure notice",
            "Hi. This is the qmail-send program at mx.example.\n\n<ann@lindqvist.example>:\nno such user\n\n"
            "--- Below this line is a copy of the message.\n\nTo: bo@else.example\n",
        ),
        (
            "MAILER-DAEMON@mx.example",
            "Undelivered Mail Returned to Sender",
            "This is the mail system at host mx.example.\n\n<ann@lindqvist.example>: host mx said: 550 unknown user\n",
        ),
        (
            "postmaster@mx.example",
            "Undeliverable: Plan",
            "Delivery has failed to these recipients or groups:\n\nann@lindqvist.example\nThe address was not found.\n",
        ),
        (
            "Mailer-Daemon@mx.example",
            "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\n\nA message could not be delivered to "
            "one or more of its recipients:\n\n  ann@lindqvist.example\n    Unrouteable address\n",
        ),
    ],
)
def test_notices_in_the_words_of_mail_servers_are_bounces_too(sender: str, subject: str, body: str) -> None:
    found = read(f"From: {sender}", f"Subject: {subject}", "To: mara@our.example", body=body)

    assert found.automatic_kind == "bounce"
    assert found.automatic.bounced_addresses == ("ann@lindqvist.example",)


def test_exim_names_the_recipient_in_its_header() -> None:
    found = read("X-Failed-Recipients: ann@lindqvist.example", "From: Mailer-Daemon@mx.example", "Subject: x")

    assert (found.automatic_kind, found.automatic.bounced_addresses) == ("bounce", ("ann@lindqvist.example",))
