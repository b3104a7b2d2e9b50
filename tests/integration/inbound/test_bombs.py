"""Mails made to exhaust their reader: bounded time, whatever they hold (R38)."""

import contextlib
import time
from collections.abc import Callable

import pytest

from services.api.interactions.mail.message import NotAMail, parse_mail
from tests.unit.mail.letters import RECEIVED

pytestmark = pytest.mark.requirement("R38")

MEBIBYTE = 1024 * 1024
HEAD = b"From: a@b.example\nSubject: x\n"
MIXED = b"Content-Type: multipart/mixed; boundary=x\n\n"


def nested(levels: int) -> bytes:
    """Multiparts within multiparts."""
    return HEAD + b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level) for level in range(levels)
    )


BOMBS: dict[str, Callable[[], bytes]] = {
    "10,000 parts": lambda: HEAD + MIXED + b"--x\n\nhello\n" * 10_000,
    "4 MiB of delimiters": lambda: HEAD + MIXED + b"--x\n" * MEBIBYTE,
    "delimiters that are none": lambda: HEAD + MIXED + b"--x" * MEBIBYTE,
    "1,000 levels": lambda: nested(1_000),
    "one boundary at every level": lambda: HEAD + (MIXED + b"--x\n") * 20_000,
    "8 MiB of empty lines": lambda: HEAD + b"\n" * 8 * MEBIBYTE,
    "8 MiB in one header line": lambda: b"Subject: " + b"a" * 8 * MEBIBYTE,
    "a million header lines": lambda: HEAD + b"X: y\n" * MEBIBYTE,
    "a header folded a million times": lambda: HEAD + b"X: y\n" + b" a\n" * MEBIBYTE,
    "parts that are all header": lambda: HEAD + MIXED + (b"--x\n" + b"X: y\n" * 2_000 + b"\n") * 500,
    "quotes and semicolons in a parameter": lambda: HEAD + b"Content-Type: text/plain; " + b'";' * 100_000 + b"\n\n",
    "50,000 pieces of one parameter": lambda: (
        HEAD + b"Content-Type: a/b; " + b"".join(b"name*%d=a;" % n for n in range(50_000)) + b"\n\n"
    ),
    "an address of 200,000 letters": lambda: b"From: " + b"a" * 200_000 + b"\n\n",
    "100,000 open brackets": lambda: b"From: " + b"<" * 100_000 + b"\nTo: " + b"(" * 100_000 + b"\n\n",
    "encoded words that never end": lambda: b"Subject: " + b"=?a?q?" * 40_000 + b"\n\n",
    "base64 that is none": lambda: (
        HEAD + b"Content-Type: a/b\nContent-Transfer-Encoding: base64\n\n" + b"=a=b" * MEBIBYTE
    ),
    "uuencoded empty lines": lambda: (
        HEAD + b"Content-Transfer-Encoding: uuencode\n\nbegin 644 a\n" + b"\n" * 4 * MEBIBYTE
    ),
    "an image of 10^9 pixels": lambda: (
        HEAD + b"Content-Type: image/png\n\n\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x00\x7b\x87" * 2
    ),
    "an archive in an archive": lambda: HEAD + MIXED + b"--x\nContent-Type: application/zip\n\nPK\x03\x04" * 900,
    "notices of failure": lambda: (
        b"From: mailer-daemon@x.example\nSubject: failure notice\n\n" + b"<a@b.example>: user unknown\n" * 40_000
    ),
    "a report of a million recipients": lambda: (
        HEAD
        + b"Content-Type: message/delivery-status\n\n"
        + b"Final-Recipient: rfc822; a@b.example\nAction: failed\n\n" * 40_000
    ),
    "blockquotes in blockquotes": lambda: HEAD + b"Content-Type: text/html\n\n" + b"<blockquote>a" * 40_000,
    "flowed text": lambda: HEAD + b"Content-Type: text/plain; format=flowed\n\n" + b"a \n" * MEBIBYTE,
}
MARKUP: dict[str, bytes] = {
    "unclosed bold": b"<b>" * 150_000,
    "unclosed fonts and paragraphs": b"".join(b"<font color=%d><p>" % n for n in range(20_000)),
    "comments never closed": b"<!--" * 120_000,
    "scripts never closed": b"<script>" * 60_000,
    "tags never closed": b"<a href=" * 60_000,
    "only brackets": b"<" * 500_000,
    "tables in tables": b"<table><tr><td>" * 30_000,
    "quotes never closed": b'<p title="' * 50_000,
    "entities": b"&amp" * 120_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_made_to_exhaust_its_reader_is_read_in_time(name: str) -> None:
    assert cpu_seconds(BOMBS[name]()) < 2


@pytest.mark.parametrize("name", MARKUP)
def test_html_made_to_exhaust_its_reader_is_read_in_time(name: str) -> None:
    assert cpu_seconds(HEAD + b"Content-Type: text/html\n\n" + MARKUP[name]) < 2


def cpu_seconds(raw: bytes) -> float:
    """Processor time of reading one mail."""
    started = time.process_time()
    with contextlib.suppress(NotAMail):
        parse_mail(raw, received_at=RECEIVED)
    return time.process_time() - started


def test_ten_thousand_parts_are_read_up_to_the_limit_and_named() -> None:
    found = parse_mail(HEAD + MIXED + b"--x\n\nhello\n" * 10_000, received_at=RECEIVED)

    assert "too_many_parts" in found.defects
    assert found.text.startswith("hello")
