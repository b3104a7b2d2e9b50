"""Inside one workspace, a private project and what belongs to it does not exist for those who are not in it."""

from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from services.api.identity.policy import Role
from services.kit.database import Database
from tests.support.builders import KINDS, Furnished, Records, furnish_private
from tests.support.id_cases import Case, call, cases_of, is_nothing, told
from tests.support.operations import operations
from tests.support.people import People, Person


@pytest.fixture(scope="module")
def cases(app: FastAPI) -> list[Case]:
    return cases_of(operations(app))


@pytest.fixture(scope="module")
async def private(people: People, furnished: Furnished) -> Records:
    return await furnish_private(people, furnished.here, furnished.own)


@pytest.fixture(scope="module")
async def outsider(people: People, furnished: Furnished) -> Person:
    return await people.member(furnished.here.workspace_id, "manager")


@pytest.mark.requirement("R21")
async def test_what_is_private_is_answered_like_a_random_id(
    furnished: Furnished, private: Records, outsider: Person, cases: list[Case]
) -> None:
    different = []
    tried = [case for case in cases if KINDS[case.place.name] in private]
    for case in tried:
        hidden = await call(outsider.client, case, furnished.own, private[KINDS[case.place.name]])
        random = await call(outsider.client, case, furnished.own, str(uuid4()))
        if hidden.status_code == random.status_code == 403:
            # The door is shut, whatever stands behind it.
            continue
        if not is_nothing(hidden, case.place) or told(hidden) != told(random):
            different.append((str(case), hidden.status_code, hidden.text[:200], random.status_code))
    assert different == []
    assert {KINDS[case.place.name] for case in tried} == private.keys()


async def shown_to(person: Person, people: People, private: Records) -> set[tuple[str, str]]:
    """Which lists show which kind of private record to a person."""
    shown = set()
    for route in sorted(people.routes):
        method, path = route.split(" ")
        if method == "GET" and "{" not in path and not path.endswith("/stream"):
            for query in ({}, {"q": "requirements"}):
                answer = await person.client.get(path, params=query)
                shown |= {(path, kind) for kind, record in private.items() if record in answer.text}
    return shown


@pytest.mark.requirement("R21")
async def test_no_list_search_or_feed_shows_what_is_private(
    people: People, furnished: Furnished, private: Records, outsider: Person
) -> None:
    assert await shown_to(outsider, people, private) == set()
    seen_by_the_owner = await shown_to(furnished.here, people, private)
    assert {("/interactions", "interaction"), ("/projects", "project"), ("/search", "task")} <= seen_by_the_owner


async def write_in_private(person: Person, customer: str, words: str) -> None:
    """The words in every place of a private project where people write."""
    project = await person.post("/projects", {"name": words, "objective": words, "customer_ids": [customer]})
    path = f"/projects/{project['id']}"
    changed = await person.client.patch(path, json={"is_private": True})
    assert changed.status_code == 200, changed.text
    task = await person.post(f"{path}/tasks", {"title": words, "description": words})
    await person.post(f"{path}/phases", {"name": words})
    await person.post(f"{path}/milestones", {"name": words})
    call = {"channel": "call", "direction": "inbound", "occurred_at": "2026-11-20T08:15:00Z", "subject": words}
    await person.post("/interactions", {**call, "text": words, "customer_id": customer, "project_ids": [project["id"]]})
    for kind, subject in (("project", project["id"]), ("task", task["id"])):
        await person.post("/comments", {"subject": {"kind": kind, "id": subject}, "body": words})


@pytest.mark.requirement("R21")
@pytest.mark.parametrize("role", ["manager", "member", "viewer"])
async def test_no_word_of_a_private_project_reaches_who_is_not_in_it(
    people: People, furnished: Furnished, worker_database: Database, role: Role
) -> None:
    canary = f"canary{uuid4().hex}"
    await write_in_private(furnished.here, furnished.own["customer"], f"Quillfeather {canary}")
    async with worker_database.unscoped_session() as session:
        # As the relay does, so that the feed has it too.
        await session.execute(text("SELECT rapport.number_events(100000)"))
        await session.commit()
    outside = await people.member(furnished.here.workspace_id, role)
    about = {"customer_id": furnished.own["customer"]}
    told = []
    for route in sorted(people.routes):
        method, path = route.split(" ")
        path = path.replace("{customer_id}", furnished.own["customer"])
        if method != "GET" or "{" in path or path.endswith("/stream"):
            continue
        for query in ({}, {"q": "Quillfeather"}, {"sort": "-position"}, about):
            answer = await outside.client.get(path, params=query)
            told += [f"{path} {query}"] if canary in answer.text else []

    assert told == []
    for path, query in (("/search", {"q": "Quillfeather"}), ("/events", {"sort": "-position"}), ("/projects", {})):
        assert canary in (await furnished.here.client.get(path, params=query)).text, path


async def test_a_member_of_the_project_sees_it(people: People, furnished: Furnished, private: Records) -> None:
    insider = await people.member(furnished.here.workspace_id, "viewer")
    path = f"/projects/{private['project']}"
    assert (await insider.client.get(path)).status_code == 404
    joined = await furnished.here.client.put(f"{path}/members/{insider.user_id}", json={"role": "member"})
    assert joined.is_success, joined.text
    for own in (path, f"{path}/tasks/{private['task']}", f"/interactions/{private['interaction']}"):
        assert (await insider.client.get(own)).status_code == 200, own
