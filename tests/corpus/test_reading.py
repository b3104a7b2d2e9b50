"""Every real message is read: without a crash, in time, and right where somebody wrote down what is right."""

import time
from datetime import UTC, datetime

import pytest

from services.api.interactions.mail.message import NotAMail, ParsedMail, parse_mail
from tests.corpus.expected import Expected, expected_of
from tests.corpus.fixtures import IS_THERE, mime_cases, thread_cases

pytestmark = pytest.mark.skipif(not IS_THERE, reason="no real mail here; set RAPPORT_FIXTURES to run the corpus")

RECEIVED = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CPU_SECONDS = 2.0

NO_MAIL = {"py-mail-parser__mail_outlook_1.eml": "an OLE container of Outlook, not a message of RFC 5322"}

_UNDECLARED = "raw 8-bit without a charset: the reference gives U+FFFD, we read Windows-1252, which gives the name back"
WRONG_EXPECTATIONS: dict[tuple[str, str], str] = {
    ("stalwart__legacy_010.eml", "subject"): _UNDECLARED,
    ("stalwart__legacy_010.eml", "to"): _UNDECLARED,
    ("stalwart__legacy_020.eml", "subject"): _UNDECLARED,
    ("stalwart__legacy_020.eml", "to"): _UNDECLARED,
    ("stalwart__legacy_052.eml", "subject"): _UNDECLARED,
    ("stalwart__legacy_052.eml", "to"): _UNDECLARED,
}


def test_every_message_is_read_without_a_crash_and_in_time(tally: dict[str, int]) -> None:
    slow, broken = {}, {}
    for case in (cases := [*mime_cases(), *thread_cases()]):
        started = time.process_time()
        try:
            check_storable(parse_mail(case.raw(), received_at=RECEIVED))
            readable = True
        except NotAMail:
            readable = False
        spent = time.process_time() - started
        if readable == (case.name in NO_MAIL):
            broken[case.name] = readable
        if spent >= CPU_SECONDS:
            slow[case.name] = spent
    tally["messages read"] = len(cases)

    assert not broken
    assert not slow


def test_ids_subjects_dates_and_people_are_what_the_expected_parses_say(tally: dict[str, int]) -> None:
    compared, fields, differing = 0, 0, {}
    for case in mime_cases():
        expected = expected_of(case.path)
        if expected is None:
            continue
        compared += 1
        found = parse_mail(case.raw(), received_at=RECEIVED)
        for name, wanted, got in _pairs(expected, found):
            fields += 1
            if wanted != got and (case.name, name) not in WRONG_EXPECTATIONS:
                differing[f"{case.name} {name}"] = (wanted, got)
    tally["expected parses compared"] = compared
    tally["fields compared"] = fields
    tally["expectations that are wrong themselves, by name"] = len(WRONG_EXPECTATIONS)

    assert not differing


def test_every_expected_parse_stands_beside_a_message() -> None:
    beside = {case.path for case in mime_cases() if expected_of(case.path)}
    parses = [path for case in mime_cases()[:1] for path in case.path.parent.glob("*.expected.*")]

    assert len(beside) == len(parses)


def _pairs(expected: Expected, found: ParsedMail) -> list[tuple[str, object, object]]:
    groups = {"from": found.sender, "to": found.to, "cc": found.cc, "bcc": found.bcc, "reply_to": found.reply_to}
    pairs: list[tuple[str, object, object]] = [
        (name, people, tuple((person.address, person.name) for person in groups[name]))
        for name, people in expected.people.items()
    ]
    single = [
        ("message_id", expected.message_id, found.message_id),
        ("subject", expected.subject, found.subject),
        ("date", expected.sent_at, found.sent_at),
    ]
    return [*pairs, *(pair for pair in single if pair[1])]


def check_storable(found: ParsedMail) -> None:
    """Nothing of a parsed mail is what PostgreSQL refuses."""
    texts = [found.subject, found.text, found.html, found.snippet, found.message_id, *found.thread_ids]
    texts += [word for person in (*found.sender, *found.to, *found.cc) for word in (person.name, person.address)]
    texts += [word for file in found.attachments for word in (file.name, file.content_type, file.content_id)]
    for text in filter(None, texts):
        assert "\x00" not in text
        text.encode("utf-8")
