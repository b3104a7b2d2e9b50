"""Inside one workspace, a private project and what belongs to it does not exist for those who are not in it."""

from uuid import uuid4

import pytest
from fastapi import FastAPI

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


async def test_a_member_of_the_project_sees_it(people: People, furnished: Furnished, private: Records) -> None:
    insider = await people.member(furnished.here.workspace_id, "viewer")
    path = f"/projects/{private['project']}"
    assert (await insider.client.get(path)).status_code == 404
    joined = await furnished.here.client.put(f"{path}/members/{insider.user_id}", json={"role": "member"})
    assert joined.is_success, joined.text
    for own in (path, f"{path}/tasks/{private['task']}", f"/interactions/{private['interaction']}"):
        assert (await insider.client.get(own)).status_code == 200, own
