"""What the reader makes of subjects, ids and dates."""

from datetime import UTC, datetime

import pytest

from services.api.interactions.mail.dates import parse_date
from services.api.interactions.mail.message import NotAMail, parse_mail
from tests.unit.mail.letters import RECEIVED, mail, read


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("Subject: Late news on slips", "Late news on slips"),
        ("Subject: =?utf-8?q?L=C3=A4te_news?=", "Läte news"),
        ("Subject: =?iso-8859-1?Q?Gr=FC=DFe?= aus Oulu", "Grüße aus Oulu"),
        ("Subject: =?utf-8?b?w6Q=?= =?utf-8?b?w7Y=?=", "äö"),
        # One character cut into two words, as mail programs that count bytes do.
        ("Subject: =?utf-8?b?w6TD?= =?utf-8?b?tg==?=", "äö"),
        ("Subject: =?utf-8?b?w6Q?=", "ä"),
        ("Subject: =?no-such-charset?q?caf=C3=A9?=", "café"),
        ("Subject: =?utf-8?q?broken =C3?= tail", "broken Ã tail"),
        ("Subject: folded\r\n over two lines", "folded over two lines"),
        (b"Subject: caf\xc3\xa9", "café"),
        (b"Subject: caf\xe9", "café"),
        ("Subject: a\x00b\x1bc", "abc"),
        ("subject : spaced field name", "spaced field name"),
        ("SUBJECT: first\r\nSubject: second", "first"),
        ("Subject:", None),
    ],
)
def test_a_subject_is_read_as_a_person_would_see_it(line: str | bytes, subject: str | None) -> None:
    assert read(line).subject == subject


@pytest.mark.parametrize(
    ("line", "message_id"),
    [
        ("Message-ID: <a@b.example>", "a@b.example"),
        ("Message-Id:\r\n <a@b.example>", "a@b.example"),
        ("Message-ID: <a @b.example>", "a@b.example"),
        ("Message-ID: a@b.example", "a@b.example"),
        ("Message-ID: <no-at-sign>", "no-at-sign"),
        ("Message-ID: ", None),
    ],
)
def test_the_message_id_survives_bad_writing(line: str, message_id: str | None) -> None:
    assert read(line).message_id == message_id


def test_an_absurdly_long_id_keeps_its_identity_and_fits_an_index() -> None:
    long, other = "a" * 5_000, "a" * 5_001

    assert read(f"Message-ID: {long}@x").message_id != read(f"Message-ID: {other}@x").message_id
    assert len(read(f"Message-ID: {long}@x").message_id or "") < 200


def test_references_tie_a_mail_to_its_ancestors_oldest_first() -> None:
    found = read("Message-ID: <3@x>", "References: <1@x>\r\n <2@x> <1@x>", "In-Reply-To: <2@x>")

    assert found.thread_ids == ("1@x", "2@x", "3@x")


def test_a_person_quoted_in_in_reply_to_is_no_message() -> None:
    found = read(
        "To: ann@berg.example", 'In-Reply-To: Your message of "Fri, 20 Nov" to Ann <ann@berg.example> <1@berg.example>'
    )

    assert found.in_reply_to == ("1@berg.example",)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("Fri, 20 Nov 2026 10:15:00 +0200", datetime(2026, 11, 20, 8, 15, tzinfo=UTC)),
        ("20 Nov 2026 10:15 GMT", datetime(2026, 11, 20, 10, 15, tzinfo=UTC)),
        ("Fri, 20 Nov 26 10:15:00 EST", datetime(2026, 11, 20, 15, 15, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 10:15:60 +0000", datetime(2026, 11, 20, 10, 15, 59, tzinfo=UTC)),
        ("2026-11-20T10:15:00Z", datetime(2026, 11, 20, 10, 15, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 10:15:00 +0200 (EET)", datetime(2026, 11, 20, 8, 15, tzinfo=UTC)),
        ("Fri, 20 Nov 2026 10:15:00 +9900", datetime(2026, 11, 20, 10, 15, tzinfo=UTC)),
        ("Fri, 99 Foo 2026 99:99:99", None),
        ("yesterday", None),
        ("Mon, 1 Jan 99999999999999 00:00:00 +0000", None),
        ("", None),
    ],
)
def test_a_date_is_an_instant_in_utc_or_nothing(written: str, instant: datetime | None) -> None:
    assert parse_date(written) == instant


@pytest.mark.parametrize("written", ["nonsense", "Fri, 20 Nov 2099 10:15:00 +0000", "Thu, 1 Jan 1970 00:00:00 +0000"])
def test_an_impossible_date_gives_way_to_the_time_of_receipt(written: str) -> None:
    assert read(f"Date: {written}").sent_at == RECEIVED


def test_what_has_no_field_of_a_mail_is_not_a_mail() -> None:
    for nonsense in (b"", b'{"from": "a@b.example"}', b"\x00\x01\x02", b"Hello there,\n\nsee you"):
        with pytest.raises(NotAMail):
            parse_mail(nonsense, received_at=RECEIVED)


def test_a_mbox_line_a_byte_order_mark_and_empty_lines_before_the_mail_do_no_harm() -> None:
    for before in (b"From petri Fri Nov 20 10:15:00 2026\n", b"\xef\xbb\xbf", b"\r\n\r\n"):
        assert parse_mail(before + mail("Subject: Hi"), received_at=RECEIVED).subject == "Hi"


def test_rubbish_between_header_fields_does_not_end_them() -> None:
    assert read("X-One: 1", "rubbish without a colon", "Subject: Still here").subject == "Still here"


@pytest.mark.parametrize(
    ("line", "is_automatic"),
    [
        ("X-Mailer: A person's program", False),
        ("Auto-Submitted: no", False),
        ("Auto-Submitted: auto-replied", True),
        ("Auto-Submitted: auto-generated; owner=x", True),
        ("Precedence: bulk", True),
        ("Precedence: list", False),
        ("Return-Path: <>", True),
        ("Return-Path: <petri.aho@northwind.example>", False),
        ("X-Autoreply: yes", True),
        ('Content-Type: multipart/report; report-type=delivery-status; boundary="x"', True),
        ("From: Mail Delivery System <MAILER-DAEMON@mx.northwind.example>", True),
        ("X-Auto-Response-Suppress: All", False),
    ],
)
def test_mail_of_programs_is_told_from_mail_of_people(line: str, is_automatic: bool) -> None:
    assert read(line).is_automatic is is_automatic
