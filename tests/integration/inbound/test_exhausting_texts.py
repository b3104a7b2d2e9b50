"""Texts made to exhaust whoever tells a reply from what it quotes: bounded time, whatever they hold (R38)."""

import time

import pytest

from services.api.interactions.mail.trimming.reply import trim

pytestmark = pytest.mark.requirement("R38")

MEBIBYTE = 1024 * 1024
SAID = "On Fri, 20 Nov 2026 at 10:15, Petri Aho <petri@north.example> wrote:"

HOSTILE = {
    "rules": "hi\n" + "--\n" * (MEBIBYTE // 3),
    "rules over prose": ("hi\n--\n" + "A sentence here.\n" * 13) * 4_500,
    "colons": "a:\n" * (MEBIBYTE // 3),
    "attributions": f"{SAID}\n\n" * 14_000,
    "one line": "a" * MEBIBYTE,
    "one line of marks": ">" * MEBIBYTE,
    "quotes": "> q\na\n" * (MEBIBYTE // 6),
    "heads": "From: a\nx\nx\n" * (MEBIBYTE // 12),
    "rules and heads": "hi\n" + "_____\nFrom: x\n" * (MEBIBYTE // 14),
    "spaces": " " * MEBIBYTE,
    "addresses": ("a@" * 190 + ":\n") * (MEBIBYTE // 382),
    "digits": ("1" * 390 + ":\n") * (MEBIBYTE // 392),
    "open brackets": "<a\n>:\n" * (MEBIBYTE // 6),
    "notices": "hi\n\n" + "This message is confidential\n\n" * 34_000,
    "empty lines": "\n" * MEBIBYTE,
    "verbs": ("wrote " * 60 + ":\n") * (MEBIBYTE // 362),
    "stars": ("*_ " * 100 + ":\n") * (MEBIBYTE // 302),
    "devices": "Sent from my a b c d e f\n" * 41_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_made_to_exhaust_its_reader_is_trimmed_in_time(name: str) -> None:
    started = time.process_time()
    trim(HOSTILE[name], sender_name="Petri Aho")

    assert time.process_time() - started < 2
