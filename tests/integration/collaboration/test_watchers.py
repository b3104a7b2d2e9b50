"""Who follows what."""

from uuid import uuid4

import pytest

from tests.integration.collaboration.records import API, KINDS, records, said, watching
from tests.support.people import People
from tests.support.workspace import Person, TestWorkspace


def place(kind: str, subject_id: str, person: Person) -> str:
    return f"{API}/watchers/{kind}/{subject_id}/{person.user_id}"


@pytest.mark.parametrize("kind", KINDS)
async def test_anybody_follows_and_stops_following(workspace: TestWorkspace, kind: str) -> None:
    found = await records(workspace)
    viewer = await workspace.join("viewer")
    path = place(kind, found[kind], viewer)

    first, second = await viewer.client.put(path), await viewer.client.put(path)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert (first.json()["name"], first.json()["subject"]) == ("The viewer", {"kind": kind, "id": found[kind]})
    assert await watching(viewer, kind, found[kind]) == {str(viewer.user_id)}
    assert (await viewer.client.delete(path)).status_code == 204
    assert (await viewer.client.delete(path)).status_code == 404
    assert await watching(viewer, kind, found[kind]) == set()


async def test_beginning_and_ending_are_said_once(workspace: TestWorkspace, app: object) -> None:
    found = await records(workspace)
    path = place("customer", found["customer"], workspace.owner)
    for _ in range(2):
        await workspace.client.put(path)
    await workspace.client.delete(path)
    people = People(app)  # type: ignore[arg-type]  # the fixture is the application

    assert len(await people.said(workspace.id, "watcher.added")) == 1
    (gone,) = await people.said(workspace.id, "watcher.removed")
    assert gone["user_id"] == str(workspace.owner.user_id)
    assert gone["customer_id"] == gone["subject_id"] == found["customer"]


async def test_those_who_lead_decide_for_others_and_nobody_else_does(workspace: TestWorkspace) -> None:
    found = await records(workspace)
    member, manager = await workspace.join("member"), await workspace.join("manager")
    theirs = place("project", found["project"], manager)

    assert (await member.client.put(theirs)).status_code == 403
    assert (await manager.client.put(place("project", found["project"], member))).status_code == 200
    assert (await workspace.client.put(theirs)).status_code == 200
    assert (await member.client.delete(theirs)).status_code == 403
    assert (await manager.client.delete(place("project", found["project"], member))).status_code == 204


async def test_nobody_and_nothing_are_not_found(workspace: TestWorkspace) -> None:
    found = await records(workspace)
    nobody = f"{API}/watchers/customer/{found['customer']}/{uuid4()}"

    assert (await workspace.client.put(nobody)).status_code == 404
    assert (await workspace.client.put(place("customer", str(uuid4()), workspace.owner))).status_code == 404
    assert (await workspace.client.put(place("project", found["customer"], workspace.owner))).status_code == 404


async def test_who_comments_follows_from_then_on(workspace: TestWorkspace) -> None:
    found = await records(workspace)
    member = await workspace.join("member")
    await said(member, "task", found["task"])

    assert await watching(member, "task", found["task"]) == {str(member.user_id)}
