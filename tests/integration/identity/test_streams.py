"""R24: who is admitted no more is told nothing more; an open stream ends within moments."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from services.api.identity.members.models import Member
from services.kit.actor import system_actor
from tests.support.people import People, Person

pytestmark = pytest.mark.requirement("R24")

Ending = Callable[[People, Person], Awaitable[None]]
# Five seconds are promised; the rest is for a machine that is busy with other tests.
SECONDS = 8


async def leave(people: People, person: Person) -> None:
    async with people.parts.database.work(system_actor(person.workspace_id), correlation_id="tests-ended") as work:
        await work.session.delete(await work.session.get_one(Member, (person.workspace_id, person.user_id)))


async def become_viewer(people: People, person: Person) -> None:
    async with people.parts.database.work(system_actor(person.workspace_id), correlation_id="tests-ended") as work:
        (await work.session.get_one(Member, (person.workspace_id, person.user_id))).role = "viewer"


async def opened(person: Person) -> asyncio.Task[httpx2.Response]:
    """An open stream; the answer is there when it has ended."""
    stream = asyncio.create_task(person.client.get("/events/stream"))
    await asyncio.sleep(0.3)
    assert not stream.done()
    return stream


async def seconds_until_streams_end(people: People, ending: Ending) -> float:
    owner = await people.owner()
    admin = await people.member(owner.workspace_id, "admin")
    program = await people.program(admin, ["events:read"])
    streams = [await opened(admin), await opened(program)]
    started = time.monotonic()
    await ending(people, admin)
    answers = await asyncio.gather(*streams)
    assert [answer.status_code for answer in answers] == [200, 200]
    return time.monotonic() - started


async def test_an_open_stream_ends_soon_after_its_reader_may_less(people: People) -> None:
    async with asyncio.timeout(2 * SECONDS):
        waited = await asyncio.gather(*(seconds_until_streams_end(people, ending) for ending in (leave, become_viewer)))
    assert max(waited) < SECONDS
