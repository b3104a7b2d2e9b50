"""R30: failures are counted by account and by address, in PostgreSQL; a stranger's lock out nobody but the stranger."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from services.api.identity.sessions.models import Throttle
from services.api.identity.sessions.throttles import PER_ACCOUNT, PER_ADDRESS, WINDOW
from services.api.main import create_app
from services.kit.settings import Settings
from tests.integration.identity.mailed import reset_tokens
from tests.support.people import BASE_URL, PASSWORD, People

WRONG = "not the password"


@pytest.fixture(scope="module")
async def limited(app: FastAPI) -> AsyncIterator[FastAPI]:
    """The application as it is delivered, with its limits on."""
    settings: Settings = app.state.parts.settings
    application = create_app(settings.model_copy(update={"rate_limits": "on"}))
    yield application
    await application.state.parts.close()


@pytest.fixture
def strict(limited: FastAPI) -> People:
    return People(limited)


class Door:
    """Tries passwords, from wherever it is told to."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    async def try_(self, email: str, password: str = WRONG, *, ip: str, cookies: str = "") -> httpx2.Response:
        transport = httpx2.ASGITransport(app=self._app, raise_app_exceptions=False, client=(ip, 1))
        headers = {"Cookie": cookies} if cookies else {}
        async with httpx2.AsyncClient(transport=transport, base_url=BASE_URL, headers=headers) as client:
            return await client.post("/auth/token", data={"username": email, "password": password})

    async def fail(self, email: str, times: int, *, ip: str, cookies: str = "") -> list[int]:
        return [(await self.try_(email, ip=ip, cookies=cookies)).status_code for _ in range(times)]


@pytest.fixture
def door(limited: FastAPI) -> Door:
    return Door(limited)


@pytest.fixture
def ip() -> str:
    """An address that no other test comes from."""
    _numbers[0] += 1
    return f"10.9.{_numbers[0] // 250}.{_numbers[0] % 250}"


_numbers = [0]


async def pass_time(people: People, by: timedelta) -> None:
    """Move every count into the past."""
    async with people.parts.database.unscoped_session() as session:
        await session.execute(update(Throttle).values(started_at=Throttle.started_at - by))
        await session.commit()


@pytest.mark.requirement("R30")
async def test_after_ten_failures_an_account_has_to_wait(strict: People, door: Door, ip: str) -> None:
    person, _ = await strict.signed_up()
    assert await door.fail(person.email, PER_ACCOUNT, ip=ip) == [401] * PER_ACCOUNT
    refused = await door.try_(person.email, PASSWORD, ip="10.8.0.1")
    assert refused.status_code == 429
    assert refused.json()["type"].endswith("/too-many-attempts")
    assert 0 < int(refused.headers["retry-after"]) <= WINDOW.total_seconds() + 1
    await pass_time(strict, WINDOW)
    assert (await door.try_(person.email, PASSWORD, ip=ip)).status_code == 200


@pytest.mark.requirement("R30")
async def test_the_owner_still_enters_on_a_device_they_know(strict: People, door: Door, ip: str) -> None:
    person, cookies = await strict.signed_up()
    await door.fail(person.email, PER_ACCOUNT + 3, ip=ip)
    assert (await door.try_(person.email, PASSWORD, ip=ip)).status_code == 429
    assert (await door.try_(person.email, PASSWORD, ip=ip, cookies=cookies)).status_code == 200
    # Somebody else's mark is worth nothing, and the known device has its own ten.
    _, foreign = await strict.signed_up()
    assert (await door.try_(person.email, PASSWORD, ip=ip, cookies=foreign)).status_code == 429
    assert await door.fail(person.email, PER_ACCOUNT + 1, ip=ip, cookies=cookies) == [401] * PER_ACCOUNT + [429]


async def test_who_sets_a_new_password_by_mail_enters_at_once(strict: People, door: Door, ip: str) -> None:
    person, _ = await strict.signed_up()
    await door.fail(person.email, PER_ACCOUNT, ip=ip)
    assert (await door.try_(person.email, PASSWORD, ip=ip)).status_code == 429
    client = strict.client()
    await client.post("/auth/password-reset", json={"email": person.email})
    (token,) = await reset_tokens(strict, person)
    body = {"token": token, "password": "quite another passphrase"}
    assert (await client.post("/auth/password-reset/confirm", json=body)).status_code == 204
    assert (await door.try_(person.email, "quite another passphrase", ip=ip)).status_code == 200


async def test_the_right_password_begins_the_count_afresh(strict: People, door: Door, ip: str) -> None:
    person, _ = await strict.signed_up()
    for _ in range(3):
        assert await door.fail(person.email, PER_ACCOUNT - 1, ip=ip) == [401] * (PER_ACCOUNT - 1)
        assert (await door.try_(person.email, PASSWORD, ip=ip)).status_code == 200


async def test_of_many_guesses_at_once_no_more_than_ten_learn_anything(strict: People, door: Door, ip: str) -> None:
    person, _ = await strict.signed_up()
    guesses = [door.try_(person.email, f"guess number {n}", ip=ip) for n in range(40)]
    answers = [answer.status_code for answer in await asyncio.gather(*guesses)]
    assert set(answers) == {401, 429}
    assert answers.count(401) <= PER_ACCOUNT


@pytest.mark.requirement("R30")
async def test_one_address_fails_a_hundred_times_and_no_oftener(strict: People, door: Door, ip: str) -> None:
    person, cookies = await strict.signed_up()
    answers: list[int] = []
    for number in range(PER_ADDRESS // 5):
        answers += await door.fail(f"nobody{number}@people.example", 5, ip=ip)
    assert answers == [401] * PER_ADDRESS
    assert (await door.try_(person.email, PASSWORD, ip=ip)).status_code == 429
    assert (await door.try_(person.email, PASSWORD, ip=ip, cookies=cookies)).status_code == 200
    assert (await door.try_(person.email, PASSWORD, ip="10.8.0.2")).status_code == 200


async def test_unknown_and_known_addresses_are_counted_alike(strict: People, door: Door, ip: str) -> None:
    person, _ = await strict.signed_up()
    answers: list[Any] = []
    for email in (person.email, "nobody@nowhere.example"):
        tried = [await door.try_(email, ip=ip) for _ in range(PER_ACCOUNT + 1)]
        answers.append([(answer.status_code, answer.json()["detail"]) for answer in tried])
    assert answers[0] == answers[1]


async def test_a_subscribers_whole_network_counts_as_one(strict: People, door: Door) -> None:
    answers: list[int] = []
    for number in range(PER_ADDRESS // 5 + 1):
        answers += await door.fail(f"some{number}@people.example", 5, ip=f"2001:db8:1:2::{number:x}")
    assert answers[: PER_ADDRESS + 1] == [401] * PER_ADDRESS + [429]


async def test_the_present_password_cannot_be_guessed_either(strict: People) -> None:
    person, _ = await strict.signed_up()
    body = {"current_password": WRONG, "password": "quite another passphrase"}
    answers = [(await person.client.post("/me/password", json=body)).status_code for _ in range(PER_ACCOUNT + 1)]
    assert answers == [422] * PER_ACCOUNT + [429]


async def test_nothing_readable_is_kept_of_whom_was_tried(strict: People, door: Door, ip: str) -> None:
    await door.fail("somebody@secret.example", 1, ip=ip)
    rows = await strict.parts.database.reader.fetch("SELECT t::text FROM rapport.throttles t")
    assert rows
    assert not any("secret" in row["t"] or ip in row["t"] for row in rows)


async def test_with_limits_off_nothing_is_counted(people: People) -> None:
    person, _ = await people.signed_up()
    form = {"username": person.email, "password": WRONG}
    answers = [(await people.client().post("/auth/token", data=form)).status_code for _ in range(PER_ACCOUNT + 2)]
    assert set(answers) == {401}
