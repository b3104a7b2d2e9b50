"""Private projects: seen by the people on them and by owners and admins, told to nobody else that they exist."""

from typing import Any
from uuid import UUID

import pytest

from services.api.projects import privacy, service
from services.kit.actor import Actor, system_actor
from services.kit.problems import UnknownReference
from services.kit.work import Work
from tests.support.workspace import Person, TestWorkspace

API = "/api/v1"


@pytest.fixture
async def outsider(workspace: TestWorkspace) -> Person:
    return await workspace.join("manager")


async def private_project(workspace: TestWorkspace, **fields: Any) -> dict[str, Any]:
    return await workspace.create("/projects", name="Zeppelin", is_private=True, **fields)


def acting(workspace: TestWorkspace, person: Person) -> Actor:
    return Actor(workspace_id=workspace.id, kind="user", name="x", user_id=person.user_id)


async def test_an_outsider_is_told_that_nothing_is_there(workspace: TestWorkspace, outsider: Person) -> None:
    project = await private_project(workspace)
    path = f"{API}/projects/{project['id']}"
    task = await workspace.create(f"/projects/{project['id']}/tasks", title="Mast")
    phase = await workspace.create(f"/projects/{project['id']}/phases", name="Design")
    milestone = await workspace.create(f"/projects/{project['id']}/milestones", name="Approved")

    own = (f"/tasks/{task['id']}", f"/phases/{phase['id']}", f"/milestones/{milestone['id']}")
    for part in ("", "/members", "/timeline", "/tasks", "/phases", "/milestones", *own):
        assert (await outsider.client.get(path + part)).status_code == 404, part
    for part in ("", *own):
        assert (await outsider.client.patch(path + part, json={})).status_code == 404, part
        assert (await outsider.client.delete(path + part)).status_code == 404, part
    for part, body in (("/tasks", {"title": "X"}), ("/phases", {"name": "X"}), ("/milestones", {"name": "X"})):
        assert (await outsider.client.post(path + part, json=body)).status_code == 404, part
    put = await outsider.client.put(f"{path}/members/{outsider.user_id}", json={"role": "manager"})
    by_ref = await outsider.client.put(f"{path}/tasks/by-ref/jira/1", json={"title": "X"})
    assert (put.status_code, by_ref.status_code) == (404, 404)


async def test_lists_search_and_timelines_leave_it_out_for_an_outsider(
    workspace: TestWorkspace, outsider: Person
) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    project = await private_project(workspace, customer_ids=[customer["id"]])
    task = await workspace.create(f"/projects/{project['id']}/tasks", title="Zeppelin mast")
    seen = (await workspace.client.get(f"{API}/search?q=zeppelin")).json()["items"]

    assert {item["id"] for item in seen} == {project["id"], task["id"]}
    for path in ("/projects", "/search?q=zeppelin", f"/customers/{customer['id']}/timeline"):
        assert len((await workspace.client.get(API + path)).json()["items"]) > 0, path
        assert (await outsider.client.get(API + path)).json()["items"] == [], path


async def test_somebody_put_on_the_project_sees_it_at_once_and_no_longer_when_taken_off(
    workspace: TestWorkspace, outsider: Person
) -> None:
    project = await private_project(workspace)
    path = f"{API}/projects/{project['id']}"
    before = await outsider.client.get(path)
    await workspace.client.put(f"{path}/members/{outsider.user_id}", json={"role": "member"})
    during = await outsider.client.get(path)
    await workspace.client.delete(f"{path}/members/{outsider.user_id}")
    after = await outsider.client.get(path)

    assert (before.status_code, during.status_code, after.status_code) == (404, 200, 404)


async def test_who_opens_a_private_project_reads_it_at_once(outsider: Person) -> None:
    created = await outsider.client.post(f"{API}/projects", json={"name": "Mine", "is_private": True})

    assert (await outsider.client.get(created.headers["Location"])).json()["name"] == "Mine"


async def test_closing_a_project_takes_everything_of_it_out_of_sight_and_opening_brings_it_back(
    workspace: TestWorkspace, outsider: Person
) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    project = await workspace.create("/projects", name="Zeppelin", customer_ids=[customer["id"]])
    await workspace.create(f"/projects/{project['id']}/tasks", title="Zeppelin mast")
    path = f"{API}/projects/{project['id']}"

    async def sights() -> list[int]:
        paths = ("/search?q=zeppelin", f"/customers/{customer['id']}/timeline", "/projects")
        return [len((await outsider.client.get(API + path)).json()["items"]) for path in paths]

    shown = await sights()
    await workspace.client.patch(path, json={"is_private": True})
    hidden = await sights()
    await workspace.client.patch(path, json={"is_private": False})

    assert (shown, hidden) == ([2, 1, 1], [0, 0, 0])
    assert await sights() == shown


async def test_higher_contexts_follow_a_switch_in_the_same_transaction(
    workspace: TestWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[UUID, list[UUID] | None]] = []

    async def follower(work: Work, project_id: UUID) -> None:
        seen.append((project_id, await service.restriction_of(work, [project_id])))

    monkeypatch.setattr(privacy, "_followers", [follower])
    project = await workspace.create("/projects", name="Zeppelin")
    project_id = UUID(project["id"])
    for is_private in (True, True, False):
        await workspace.client.patch(f"{API}/projects/{project_id}", json={"is_private": is_private})

    assert seen == [(project_id, [project_id]), (project_id, None)]


async def test_nobody_closes_a_project_before_themselves(workspace: TestWorkspace, outsider: Person) -> None:
    project = await workspace.create("/projects", name="Zeppelin")

    refused = await outsider.client.patch(f"{API}/projects/{project['id']}", json={"is_private": True})

    assert refused.status_code == 403


async def test_tasks_of_a_private_project_go_to_its_people_only(workspace: TestWorkspace, outsider: Person) -> None:
    project = await private_project(workspace)
    body = {"title": "Mast", "assignee_id": str(outsider.user_id)}

    refused = await workspace.client.post(f"{API}/projects/{project['id']}/tasks", json=body)
    await workspace.client.put(f"{API}/projects/{project['id']}/members/{outsider.user_id}", json={})
    taken = await workspace.client.post(f"{API}/projects/{project['id']}/tasks", json=body)

    assert (refused.status_code, taken.status_code) == (422, 201)
    assert refused.json()["errors"][0]["pointer"] == "/assignee_id"
    assert [task["title"] for task in (await outsider.client.get(f"{API}/tasks")).json()["items"]] == ["Mast"]
    await workspace.client.delete(f"{API}/projects/{project['id']}/members/{outsider.user_id}")
    assert (await outsider.client.get(f"{API}/tasks")).json()["items"] == []


async def test_other_contexts_learn_what_guards_projects_and_which_are_visible(
    workspace: TestWorkspace, outsider: Person
) -> None:
    open_one = UUID((await workspace.create("/projects", name="Open"))["id"])
    closed = UUID((await private_project(workspace))["id"])
    database = workspace.parts.database

    async with database.opened(system_actor(workspace.id), correlation_id="test-privacy") as work:
        assert await service.restriction_of(work, [open_one]) is None
        assert await service.restriction_of(work, [open_one, closed]) == [closed]
        assert await service.require_visible(work, [open_one, closed]) == {open_one: False, closed: True}
    async with database.opened(acting(workspace, outsider), correlation_id="test-privacy") as work:
        assert await service.restriction_of(work, [open_one, closed]) == [closed]
        with pytest.raises(UnknownReference) as refused:
            await service.require_visible(work, [open_one, closed])
        assert refused.value.errors[0].pointer == "/project_ids/1"


async def test_open_projects_of_a_customer_are_those_that_have_not_ended_and_that_one_sees(
    workspace: TestWorkspace, outsider: Person
) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    links = {"customer_ids": [customer["id"]]}
    active = await workspace.create("/projects", name="A", status="active", **links)
    closed = await private_project(workspace, **links)
    await workspace.create("/projects", name="B", status="closed", **links)
    await workspace.create("/projects", name="C")
    customer_id, database = UUID(customer["id"]), workspace.parts.database

    async with database.opened(system_actor(workspace.id), correlation_id="test-privacy") as work:
        everything = await service.open_projects_of(work, customer_id)
    async with database.opened(acting(workspace, outsider), correlation_id="test-privacy") as work:
        visible = await service.open_projects_of(work, customer_id)

    assert everything == [UUID(active["id"]), UUID(closed["id"])]
    assert visible == [UUID(active["id"])]
