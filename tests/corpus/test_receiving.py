"""Every real message goes in through the `raw` address into a real database, and its thread comes out whole."""

import asyncio
import time
from collections import defaultdict
from typing import Any

import pytest

from services.kit.database import Database
from tests.corpus.expected import expected_threads, manifest_sizes
from tests.corpus.fixtures import FOLDER, IS_THERE, Case, mime_cases, thread_cases
from tests.corpus.test_reading import CPU_SECONDS, NO_MAIL
from tests.support.post_office import PostOffice
from tests.support.workspace import BASE, Workspaces

pytestmark = pytest.mark.skipif(not IS_THERE, reason="no real mail here; set RAPPORT_FIXTURES to run the corpus")

AT_ONCE = 4


@pytest.fixture
async def office(workspaces: Workspaces, worker_database: Database) -> PostOffice:
    """A source of a workspace that knows nobody."""
    return await PostOffice.open(workspaces, worker_database)


async def _post_all(office: PostOffice, cases: list[Case]) -> dict[str, str]:
    """The inbound message that each file became; files with the same bytes became one."""
    became: dict[str, str] = {}
    slots = asyncio.Semaphore(AT_ONCE)

    async def post(case: Case) -> None:
        async with slots:
            answer = await office.post(case.raw())
        assert answer.status_code in {200, 202}, (case.name, answer.text)
        became[case.name] = answer.json()["id"]

    await asyncio.gather(*(post(case) for case in cases))
    return became


async def _messages(office: PostOffice) -> list[dict[str, Any]]:
    found, cursor = [], None
    while True:
        page = await office.read("/inbound-messages", limit=200, **({"cursor": cursor} if cursor else {}))
        found += page["items"]
        if (cursor := page["next_cursor"]) is None:
            return found


async def _interactions(office: PostOffice) -> list[dict[str, Any]]:
    found, cursor = [], None
    while True:
        page = await office.read("/interactions", limit=200, **({"cursor": cursor} if cursor else {}))
        found += page["items"]
        if (cursor := page["next_cursor"]) is None:
            return found


async def test_every_message_of_the_corpus_is_taken_in_read_and_shown(
    office: PostOffice, tally: dict[str, int]
) -> None:
    cases = mime_cases()
    became = await _post_all(office, cases)
    started = time.process_time()
    await office.reader.drain()
    spent = time.process_time() - started
    messages = await _messages(office)

    failed = {one["id"] for one in messages if one["status"] not in {"unmatched", "processed"}}
    tally["messages through the raw address"] = len(cases)
    assert {name for name, message_id in became.items() if message_id in failed} == set(NO_MAIL)
    assert spent / len(cases) < CPU_SECONDS
    assert all(len(one["interaction_ids"]) == 1 for one in messages if one["status"] != "failed")
    for interaction in (await _interactions(office))[::5]:
        path = f"{BASE}/interactions/{interaction['id']}"
        assert (await office.workspace.client.get(path)).status_code == 200


@pytest.mark.parametrize("order", ["as they are", "backwards"])
async def test_real_threads_come_out_whole(office: PostOffice, tally: dict[str, int], order: str) -> None:
    cases = thread_cases()
    became = await _post_all(office, cases if order == "as they are" else cases[::-1])
    await office.reader.drain()
    interactions = {one["id"]: one["interaction_ids"][0] for one in await _messages(office)}
    threads = {one["id"]: one["thread_id"] for one in await _interactions(office)}

    found = defaultdict(set)
    for name, message_id in became.items():
        found[threads[interactions[message_id]]].add(name)
    expected = expected_threads((case.name, case.raw()) for case in cases)
    tally["messages of real threads"] = len(became)
    tally["threads that came out whole"] = len(expected)
    assert {frozenset(group) for group in found.values()} == set(expected)
    noted = manifest_sizes((FOLDER / "MANIFEST.md").read_text("utf-8"))
    assert {name: len(group) for group in found.values() for name in group} == noted


async def test_mails_that_refer_to_each_other_in_a_circle_are_one_thread(office: PostOffice) -> None:
    circle = [case for case in thread_cases() if "__broken__loop" in case.name]
    await _post_all(office, circle)
    await office.reader.drain()

    assert len({one["thread_id"] for one in await _interactions(office)}) == 1
