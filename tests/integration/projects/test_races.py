"""Two people at the same moment: the plan stays one that both could have made one after the other."""

import asyncio
from collections.abc import Awaitable

from httpx2 import Response
from sqlalchemy import text

from services.kit.actor import system_actor
from tests.support.workspace import TestWorkspace

API = "/api/v1"


async def statuses(*requests: Awaitable[Response]) -> list[int]:
    """Answers to requests that run together."""
    return [answer.status_code for answer in await asyncio.gather(*requests)]


async def test_projects_of_one_name_started_together_get_a_key_each(workspace: TestWorkspace) -> None:
    client = workspace.client

    answers = await asyncio.gather(*(client.post(f"{API}/projects", json={"name": "Alpha beta"}) for _ in range(4)))

    assert sorted(answer.json()["key"] for answer in answers) == ["AB", "AB2", "AB3", "AB4"]


async def test_two_halves_of_a_circle_are_not_both_taken(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout")
    path = f"/projects/{project['id']}/tasks"
    one, two = [await workspace.create(path, title=title) for title in ("A", "B")]

    found = await statuses(
        workspace.client.patch(f"{API}{path}/{one['id']}", json={"depends_on": [two["id"]]}),
        workspace.client.patch(f"{API}{path}/{two['id']}", json={"depends_on": [one["id"]]}),
    )

    assert sorted(found) == [200, 422]


async def test_tasks_planned_together_each_have_a_place_of_their_own(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout")
    path = f"{API}/projects/{project['id']}/tasks"

    found = await statuses(*(workspace.client.post(path, json={"title": f"T{number}"}) for number in range(5)))

    assert found == [201] * 5
    async with workspace.parts.database.opened(system_actor(workspace.id), correlation_id="test-races") as work:
        query = text("SELECT count(DISTINCT rank) FROM rapport.tasks WHERE workspace_id = :workspace")
        assert (await work.session.execute(query, {"workspace": workspace.id})).scalar_one() == 5


async def test_a_task_planned_while_its_project_is_closed_is_not_left_open(workspace: TestWorkspace) -> None:
    outsider = await workspace.join("member")
    project = await workspace.create("/projects", name="Rollout")
    path = f"{API}/projects/{project['id']}"

    found = await statuses(
        *(workspace.client.post(f"{path}/tasks", json={"title": f"Zeppelin {number}"}) for number in range(3)),
        workspace.client.patch(path, json={"is_private": True}),
        *(workspace.client.post(f"{path}/tasks", json={"title": f"Zeppelin {number}"}) for number in range(3)),
    )

    assert set(found) == {200, 201}
    assert len((await workspace.client.get(f"{API}/search?q=zeppelin")).json()["items"]) == 6
    assert (await outsider.client.get(f"{API}/search?q=zeppelin")).json()["items"] == []


async def test_the_last_two_managers_cannot_both_leave(workspace: TestWorkspace) -> None:
    one, two = await workspace.join("manager"), await workspace.join("manager")
    created = await one.client.post(f"{API}/projects", json={"name": "Rollout", "manager_id": str(two.user_id)})
    path = f"{API}/projects/{created.json()['id']}/members"

    found = await statuses(one.client.delete(f"{path}/{one.user_id}"), two.client.delete(f"{path}/{two.user_id}"))

    assert sorted(found) == [204, 409]
