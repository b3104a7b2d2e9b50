"""A project's tasks in their order, and what waits for what."""

from typing import Any
from uuid import uuid4

from tests.integration.projects.boards import board, titles
from tests.support.workspace import TestWorkspace

API = "/api/v1"


async def test_tasks_move_between_their_neighbours(workspace: TestWorkspace, plan: str) -> None:
    ids = await board(workspace, plan, "A", "B", "C", "D")

    async def move(name: str, **where: str) -> list[str]:
        moved = await workspace.client.patch(f"{API}{plan}/tasks/{ids[name]}", json=where)
        assert moved.status_code == 200, moved.text
        return await titles(workspace, plan)

    assert await move("D", after_id=ids["A"]) == ["A", "D", "B", "C"]
    assert await move("C", before_id=ids["A"]) == ["C", "A", "D", "B"]
    assert await move("A", after_id=ids["B"]) == ["C", "D", "B", "A"]
    assert await move("A", after_id=ids["C"], before_id=ids["D"]) == ["C", "A", "D", "B"]
    assert await move("A", after_id=ids["C"]) == ["C", "A", "D", "B"]


async def test_a_move_that_does_not_fit_the_board_is_refused(workspace: TestWorkspace, plan: str) -> None:
    ids = await board(workspace, plan, "A", "B", "C")
    path = f"{API}{plan}/tasks/{ids['A']}"

    turned = await workspace.client.patch(path, json={"after_id": ids["C"], "before_id": ids["B"]})
    itself = await workspace.client.patch(path, json={"after_id": ids["A"]})
    nowhere = await workspace.client.patch(path, json={"before_id": str(uuid4())})

    assert (turned.status_code, itself.status_code, nowhere.status_code) == (422, 422, 404)
    assert nowhere.json()["errors"][0]["pointer"] == "/before_id"
    assert await titles(workspace, plan) == ["A", "B", "C"]


async def test_dependencies_stay_in_the_project_and_never_close_a_circle(workspace: TestWorkspace, plan: str) -> None:
    ids = await board(workspace, plan, "A", "B", "C")
    other = await workspace.create("/projects", name="Other")
    foreign = await workspace.create(f"/projects/{other['id']}/tasks", title="X")

    async def depend(name: str, *others: str) -> Any:
        return await workspace.client.patch(f"{API}{plan}/tasks/{ids[name]}", json={"depends_on": list(others)})

    first, second = await depend("B", ids["A"]), await depend("C", ids["B"])
    circle, itself, abroad = await depend("A", ids["C"]), await depend("A", ids["A"]), await depend("A", foreign["id"])
    freed = await depend("B")

    assert (first.status_code, second.status_code) == (200, 200)
    assert (circle.status_code, itself.status_code, abroad.status_code) == (422, 422, 404)
    assert circle.json()["errors"][0]["pointer"] == "/depends_on/0"
    assert freed.json()["depends_on"] == []
    assert (await depend("A", ids["C"])).status_code == 200


async def test_a_deleted_task_is_waited_for_no_longer(workspace: TestWorkspace, plan: str) -> None:
    ids = await board(workspace, plan, "A", "B")
    await workspace.client.patch(f"{API}{plan}/tasks/{ids['B']}", json={"depends_on": [ids["A"]]})

    deleted = await workspace.client.delete(f"{API}{plan}/tasks/{ids['A']}")

    assert deleted.status_code == 204
    assert (await workspace.client.get(f"{API}{plan}/tasks/{ids['B']}")).json()["depends_on"] == []


async def test_tasks_are_filtered_and_sorted_within_their_project(workspace: TestWorkspace, plan: str) -> None:
    phase = await workspace.create(f"{plan}/phases", name="Design")
    await workspace.create(f"{plan}/tasks", title="A", due_on="2026-05-01", phase_id=phase["id"])
    await workspace.create(f"{plan}/tasks", title="B", due_on="2026-04-01", status="done")
    await workspace.create(f"{plan}/tasks", title="C", assignee_id=str(workspace.owner.user_id), status="doing")

    assert await titles(workspace, plan, sort="due_on") == ["B", "A", "C"]
    assert await titles(workspace, plan, sort="-created_at") == ["C", "B", "A"]
    assert await titles(workspace, plan, status="done") == ["B"]
    assert await titles(workspace, plan, status=["todo", "doing"]) == ["A", "C"]
    assert await titles(workspace, plan, phase_id=phase["id"]) == ["A"]
    assert await titles(workspace, plan, assignee_id=str(workspace.owner.user_id)) == ["C"]


async def test_every_task_comes_once_through_pages_of_the_board(workspace: TestWorkspace, plan: str) -> None:
    ids = await board(workspace, plan, "A", "B", "C", "D", "E")
    await workspace.client.patch(f"{API}{plan}/tasks/{ids['E']}", json={"after_id": ids["A"]})

    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = (await workspace.client.get(f"{API}{plan}/tasks", params=query)).json()
        seen += [task["title"] for task in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == ["A", "E", "B", "C", "D"]
