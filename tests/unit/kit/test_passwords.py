"""Passwords: which are refused, and how the others are kept (R33)."""

import asyncio

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from structlog.testing import capture_logs

from services.kit.passwords import HashingBusy, Passwords
from services.kit.weak_passwords import weakness

pytestmark = pytest.mark.requirement("R33")

COMMON = """
    12345678 123456789 1234567890 87654321 11111111 00000000 1q2w3e4r 1q2w3e4r5t 1qaz2wsx qwertyuiop qwerty123
    qwer1234 asdfghjkl zxcvbnm1 password password1 Password1! passw0rd p4ssw0rd2024 P@ssw0rd Pa$$w0rd123 drowssap
    iloveyou ILOVEYOU2 princess1 sunshine1 football baseball superman1 trustno1 starwars letmein1 letmein123
    welcome1 Welcome123 dragon12 monkey123 michelle jennifer jordan23 charlie1 whatever computer corvette internet
    abcd1234 abc12345 abcdefgh aaaaaaaa abcabcabc 12121212 19871987 31121999 qazwsxedc 147258369 changeme
    changeme! admin123 administrator Summer2024! winter2023 1l0vey0u 987654321 qwertyqwerty asdfasdf blahblah
    123123123 minecraft pokemon1 spiderman liverpool chelsea1
"""


@pytest.mark.parametrize("password", COMMON.split())
def test_a_very_common_password_is_refused(password: str) -> None:
    assert weakness(password) == "too_common"


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "a-plain-test-passphrase",
        "gk3!xq9z",
        "Tr0ub4dor&3",
        "überraschung im garten",
        "x7x7x7Kq2m",
        "пароль-из-слов",
    ],
)
def test_a_password_nobody_tries_first_is_accepted(password: str) -> None:
    assert weakness(password) is None


def test_length_is_between_eight_and_128_characters() -> None:
    phrase = "only long phrases with many different words, such as this one here, ever grow up to the limit of what "
    assert weakness("gk3!xq9") == "too_short"
    assert weakness((phrase * 2)[:128]) is None
    assert weakness((phrase * 2)[:129]) == "too_long"


def test_ones_own_name_or_address_is_no_password() -> None:
    about = ("anna.berg@example.org", "Anna Berg", "Northwind Rollout")
    for password in ("anna.berg@example.org", "Northwind1", "Anna.Berg", "northwind!!", "gr3bnorthwind"[4:]):
        assert weakness(password, personal=about) in {"personal", "too_common"}
    assert weakness("a-plain-test-passphrase", personal=about) is None


async def test_the_stored_hash_is_argon2id_and_fits_only_its_password() -> None:
    passwords = Passwords()
    stored = await passwords.hash("correct horse battery staple")
    assert stored.startswith("$argon2id$")
    assert (await passwords.verify("correct horse battery staple", stored)).fits
    assert not (await passwords.verify("correct horse battery stapler", stored)).fits
    passwords.close()


async def test_an_unknown_account_never_fits_but_costs_the_same() -> None:
    passwords = Passwords()
    stored = await passwords.hash("correct horse battery staple")

    async def fastest(stored_hash: str | None) -> float:
        loop, spent = asyncio.get_running_loop(), []
        for _ in range(3):
            started = loop.time()
            assert not (await passwords.verify("no such account", stored_hash)).fits
            spent.append(loop.time() - started)
        return min(spent)

    known, unknown = await fastest(stored), await fastest(None)
    assert 1 / 3 < known / unknown < 3
    passwords.close()


@pytest.mark.parametrize("stored", ["unusable", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "$argon2id$v=19$m=1"])
async def test_nothing_fits_a_stored_hash_that_is_none_and_the_log_says_so(stored: str) -> None:
    passwords = Passwords()
    with capture_logs() as logged:
        for password in (stored, "no such account"):
            verdict = await passwords.verify(password, stored)
            assert (verdict.fits, verdict.renewed_hash) == (False, None)
    assert [entry["log_level"] for entry in logged] == ["warning", "warning"]
    assert stored not in str(logged)
    passwords.close()


async def test_a_hash_with_outdated_parameters_is_renewed_at_sign_in() -> None:
    outdated = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8192, parallelism=1),)).hash("correct horse")
    passwords = Passwords()
    verdict = await passwords.verify("correct horse", outdated)
    assert verdict.fits
    assert verdict.renewed_hash not in {None, outdated}
    passwords.close()


async def test_the_event_loop_goes_on_while_passwords_are_hashed() -> None:
    passwords = Passwords()
    loop = asyncio.get_running_loop()
    work = asyncio.gather(*(passwords.hash(f"phrase number {n}") for n in range(6)))
    gaps: list[float] = []
    while not work.done():
        asked = loop.time()
        await asyncio.sleep(0.001)
        gaps.append(loop.time() - asked)
    await work
    # Hashed on the loop itself, all six would pass within one turn of it.
    assert len(gaps) >= 6
    assert sorted(gaps)[len(gaps) // 2] < 0.1
    passwords.close()


async def test_more_work_than_may_wait_is_refused_rather_than_queued() -> None:
    passwords = Passwords(threads=1, waiting_limit=2)
    outcomes = await asyncio.gather(*(passwords.hash("a phrase") for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(outcome, HashingBusy) for outcome in outcomes) == 3
    passwords.close()
