"""Real mail with bytes broken at random: still read or refused as no mail, in time, and never a crash (R38)."""

import contextlib
import random
import time

import pytest

from services.api.interactions.mail.message import NotAMail, parse_mail
from tests.corpus.fixtures import IS_THERE, mime_cases
from tests.corpus.test_reading import CPU_SECONDS, RECEIVED, check_storable
from tests.support.assurance.recording import FigureTaker

pytestmark = [
    pytest.mark.requirement("R38"),
    pytest.mark.skipif(not IS_THERE, reason="no real mail here; set RAPPORT_FIXTURES to run the corpus"),
]

SEED = 20261121
MUTANTS = 500
TOKENS = [
    *(b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"\r\n", b"\n\n"),
    *(b'"', b"<", b">", b"(", b";", b"=", b"--", b"=?utf-8?b?", b"?="),
]


def test_mail_broken_at_random_never_breaks_its_reader(tally: dict[str, int], figure: FigureTaker) -> None:
    chance = random.Random(SEED)
    cases = mime_cases()
    for number in range(MUTANTS):
        case = chance.choice(cases)
        mutant = mutated(case.raw()[:200_000], chance)
        started = time.process_time()
        with contextlib.suppress(NotAMail):
            check_storable(parse_mail(mutant, received_at=RECEIVED))
        assert time.process_time() - started < CPU_SECONDS, (SEED, number, case.name)
    tally["mutants read"] = MUTANTS
    figure("R38", "broken mails read", MUTANTS)


def mutated(raw: bytes, chance: random.Random) -> bytes:
    """A mail with a few pieces cut, doubled, turned round or replaced, mostly in its head."""
    found = bytearray(raw)
    for _ in range(chance.randint(1, 12)):
        reach = min(len(found), 2_000) if chance.random() < 0.7 else len(found)
        start = chance.randint(0, max(0, reach - 1))
        end = min(len(found), start + chance.randint(1, 40))
        piece = bytes(found[start:end])
        found[start:end] = chance.choice([b"", piece * 3, piece[::-1], chance.choice(TOKENS), chance.randbytes(4)])
    return bytes(found)
