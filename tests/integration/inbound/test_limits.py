"""How much a source takes, how slowly, and how quickly it answers."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from services.api.web import limits
from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, Workspaces

LIMIT = 25 * 1024 * 1024
CHUNK = 64 * 1024


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database)


class Stream:
    """A body without a length, that knows how much of it was asked for."""

    def __init__(self, size: int, *, pause: float = 0.0) -> None:
        self._size, self._pause, self.sent = size, pause, 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.sent < self._size:
            chunk = min(CHUNK, self._size - self.sent) if not self._pause else 1
            self.sent += chunk
            yield b"x" * chunk
            await asyncio.sleep(self._pause)


async def test_a_large_mail_comes_through_byte_for_byte(office: PostOffice) -> None:
    mail = letter(text="y" * (LIMIT - 2_000))
    answer = await office.post(mail)

    assert answer.status_code == 202
    raw = await office.workspace.client.get(f"{BASE}/inbound-messages/{answer.json()['id']}/raw")
    assert raw.content == mail


async def test_a_body_without_a_length_is_refused_at_the_limit(office: PostOffice) -> None:
    answer = await office.provider.post(office.source["url"], content=Stream(2 * LIMIT))

    assert answer.status_code == 413
    assert answer.json()["type"].endswith("/too-large")
    assert answer.headers["connection"] == "close"
    assert (await office.read("/inbound-messages"))["items"] == []


async def test_a_survey_source_takes_one_mebibyte(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    source = await workspace.create("/inbound-sources", kind="survey", provider="generic")
    stranger = workspaces.anonymous()

    for body in (b"x" * (1024 * 1024 + 1), Stream(1024 * 1024 + 1)):
        assert (await stranger.post(source["url"], content=body)).status_code == 413
    assert (await stranger.post(source["url"], content=b"x" * 1024 * 1024)).status_code == 401


async def test_a_body_that_dribbles_is_given_up(office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "GRACE_SECONDS", 0.3)
    started = time.monotonic()
    dribble = Stream(10_000, pause=0.05)
    answer = await office.provider.post(office.source["url"], content=dribble)

    assert answer.status_code == 408
    assert answer.headers["connection"] == "close"
    assert time.monotonic() - started < 5
    assert (await office.read("/inbound-messages"))["items"] == []


async def test_a_body_that_keeps_up_a_pace_may_take_its_time(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "GRACE_SECONDS", 0.3)
    monkeypatch.setattr(limits, "LEAST_BYTES_PER_SECOND", 10)

    assert (await office.provider.post(office.source["url"], content=Stream(20, pause=0.05))).status_code == 401


async def test_a_provider_is_answered_soon_after_its_request_is_stored(office: PostOffice) -> None:
    spent = []
    for number in range(40):
        started = time.perf_counter()
        answer = await office.post(letter(message_id=f"<{number}@x>", text="z" * 20_000))
        spent.append(time.perf_counter() - started)
        assert answer.status_code == 202

    assert sorted(spent)[len(spent) // 2] < 0.1
    assert sum(one > 0.2 for one in spent) <= 2
