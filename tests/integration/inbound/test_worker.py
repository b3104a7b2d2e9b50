"""The reader survives anything a mail throws, and gives up on what keeps breaking it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from services.api.integrations.messages import repository
from services.api.integrations.messages.claims import claim_messages
from services.api.integrations.messages.domain import MAX_ATTEMPTS
from services.api.integrations.recording import mails
from services.api.worker import inbound
from services.kit.backoff import Backoff
from services.kit.clock import now
from services.kit.database import Database
from tests.support.engines import Engines
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import Workspaces


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a fresh workspace."""
    return await PostOffice.open(workspaces, worker_database)


@pytest.mark.requirement("R38")
async def test_a_mail_that_breaks_the_parser_ends_as_failed_and_the_next_one_is_read(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = mails.parse_mail

    def parse_or_break(raw: bytes, **options: Any) -> object:
        if b"poison" in raw:
            raise RecursionError("too deep")
        return parse(raw, **options)

    monkeypatch.setattr(mails, "parse_mail", parse_or_break)
    poison = await office.deliver(letter(text="poison"))
    healthy = await office.deliver(letter(message_id="<2@x>"))

    assert (poison["status"], healthy["status"]) == ("failed", "unmatched")
    assert "RecursionError" in poison["reason"]
    assert len(await office.said("inbound_message.failed")) == 1

    monkeypatch.undo()
    await office.workspace.client.post(f"/api/v1/inbound-messages/{poison['id']}/replay")
    await office.reader.drain()
    assert (await office.message(poison["id"]))["status"] == "unmatched"


@pytest.mark.requirement("R38")
async def test_a_mail_that_kills_its_worker_again_and_again_ends_as_failed(
    office: PostOffice, worker_database: Database
) -> None:
    message_id = (await office.post(letter())).json()["id"]
    for _ in range(MAX_ATTEMPTS):
        # A worker that dies leaves its claim behind; its lease is over in the eyes of the next.
        late = now() + timedelta(days=1)
        claims = await claim_messages(worker_database, at=late, until=now() - timedelta(seconds=1), most=50)
        assert message_id in {str(claim.id) for claim in claims}

    await office.reader.drain()
    message = await office.message(message_id)
    assert message["status"] == "failed"
    assert "several times" in message["reason"]


async def test_an_attempt_that_the_database_spoiled_does_not_count(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = mails.record_mail
    spoiled = 0

    async def record_or_fail(*arguments: Any, **options: Any) -> object:
        nonlocal spoiled
        spoiled += 1
        if spoiled <= MAX_ATTEMPTS + 2:
            raise DBAPIError("statement", {}, ConnectionError("gone"), connection_invalidated=True)
        return await record(*arguments, **options)

    monkeypatch.setattr(mails, "record_mail", record_or_fail)
    monkeypatch.setattr(inbound, "AGAIN", Backoff(first=0.0, most=0.0))
    message = await office.deliver(letter())

    assert message["status"] == "unmatched"
    assert spoiled == MAX_ATTEMPTS + 3


async def test_a_running_reader_takes_up_a_mail_at_once_and_stops_when_asked(
    office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, was_read = asyncio.Event(), asyncio.Event()
    read = inbound.read_message

    async def read_and_tell(*arguments: Any) -> None:
        await read(*arguments)
        was_read.set()

    monkeypatch.setattr(inbound, "read_message", read_and_tell)
    running = asyncio.create_task(office.reader.run(stop))
    message_id = (await office.post(letter())).json()["id"]
    async with asyncio.timeout(10):
        await was_read.wait()
        stop.set()
        await running

    assert (await office.message(message_id))["status"] == "unmatched"


# Plans that PostgreSQL may choose once its statistics are old: a nested loop asks its inner side again for every row.
UNLUCKY_PLAN = ("enable_hashjoin", "enable_mergejoin", "enable_hashagg", "enable_material", "enable_sort")


@pytest.mark.requirement("R38")
async def test_no_more_is_claimed_than_there_are_hands_whatever_the_plan(office: PostOffice, engines: Engines) -> None:
    for number in range(12):
        await office.post(letter(message_id=f"<{number}@x>"))
    connection = await engines.superuser()
    try:
        transaction = connection.transaction()
        await transaction.start()
        for setting in UNLUCKY_PLAN:
            await connection.execute(f"SET LOCAL {setting} = off")
        claimed = await connection.fetch(repository.CLAIM, now(), now() + timedelta(minutes=1), 3)
        await transaction.rollback()
    finally:
        await connection.close()

    assert len(claimed) == 3


async def test_two_readers_do_not_read_one_mail_twice(office: PostOffice) -> None:
    for number in range(10):
        await office.post(letter(message_id=f"<{number}@x>"))

    await asyncio.gather(*(office.reader.drain() for _ in range(3)))

    assert len((await office.read("/interactions"))["items"]) == 10
    assert len(await office.said("interaction.recorded")) == 10
