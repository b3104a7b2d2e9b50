"""Phases and milestones of a project, and its plan as a whole."""

from uuid import uuid4

from tests.integration.projects.boards import board
from tests.support.workspace import TestWorkspace

API = "/api/v1"


async def test_phases_follow_each_other_and_can_be_reordered(workspace: TestWorkspace, plan: str) -> None:
    phases = [await workspace.create(f"{plan}/phases", name=name) for name in ("Design", "Build", "Test")]

    moved = await workspace.client.patch(f"{API}{plan}/phases/{phases[2]['id']}", json={"position": 0})
    listed = (await workspace.client.get(f"{API}{plan}/phases")).json()["items"]

    assert [phase["position"] for phase in phases] == [0, 1, 2]
    assert moved.json()["version"] == 2
    assert [phase["name"] for phase in listed] == ["Design", "Test", "Build"]


async def test_a_phase_can_be_read_changed_and_deleted(workspace: TestWorkspace, plan: str) -> None:
    created = await workspace.client.post(f"{API}{plan}/phases", json={"name": "Design", "starts_on": "2026-02-01"})
    path = created.headers["Location"]

    wrong = await workspace.client.patch(path, json={"due_on": "2026-01-01"})
    stale = await workspace.client.patch(path, json={"name": "X"}, headers={"If-Match": '"7"'})
    changed = await workspace.client.patch(path, json={"status": "active"}, headers={"If-Match": '"1"'})
    read = await workspace.client.get(path)
    deleted = await workspace.client.delete(path)

    assert (created.status_code, wrong.status_code, stale.status_code, deleted.status_code) == (201, 422, 412, 204)
    assert read.json()["status"] == changed.json()["status"] == "active"
    assert read.headers["ETag"] == '"2"'
    assert (await workspace.client.get(path)).status_code == 404


async def test_milestones_are_listed_by_day_those_without_one_last(workspace: TestWorkspace, plan: str) -> None:
    phase = await workspace.create(f"{plan}/phases", name="Design")
    await workspace.create(f"{plan}/milestones", name="Some day")
    await workspace.create(f"{plan}/milestones", name="Late", due_on="2026-12-01", phase_id=phase["id"])
    await workspace.create(f"{plan}/milestones", name="Soon", due_on="2026-02-01")

    listed = (await workspace.client.get(f"{API}{plan}/milestones")).json()["items"]
    of_phase = (await workspace.client.get(f"{API}{plan}/milestones?phase_id={phase['id']}")).json()["items"]

    assert [milestone["name"] for milestone in listed] == ["Soon", "Late", "Some day"]
    assert [milestone["name"] for milestone in of_phase] == ["Late"]


async def test_a_phase_of_another_project_is_unknown_here(workspace: TestWorkspace, plan: str) -> None:
    other = await workspace.create("/projects", name="Other")
    phase = await workspace.create(f"/projects/{other['id']}/phases", name="Design")

    for kind, name in (("milestones", "name"), ("tasks", "title")):
        refused = await workspace.client.post(f"{API}{plan}/{kind}", json={name: "X", "phase_id": phase["id"]})
        assert refused.status_code == 404
        assert refused.json()["errors"][0]["pointer"] == "/phase_id"
    assert (await workspace.client.get(f"{API}{plan}/phases/{phase['id']}")).status_code == 404


async def test_a_deleted_phase_leaves_its_tasks_in_the_project(workspace: TestWorkspace, plan: str) -> None:
    phase = await workspace.create(f"{plan}/phases", name="Design")
    task = await workspace.create(f"{plan}/tasks", title="Draw", phase_id=phase["id"])

    await workspace.client.delete(f"{API}{plan}/phases/{phase['id']}")

    assert (await workspace.client.get(f"{API}{plan}/tasks/{task['id']}")).json()["phase_id"] is None


async def test_the_lists_of_a_plan_cost_one_statement(workspace: TestWorkspace, plan: str) -> None:
    await board(workspace, plan, "A", "B")
    await workspace.create(f"{plan}/phases", name="Design")
    await workspace.create(f"{plan}/milestones", name="Approved")
    reader = workspace.parts.database.reader
    await workspace.client.get(f"{API}{plan}")

    for path in (
        f"{plan}/tasks",
        f"{plan}/tasks?status=todo&sort=due_on",
        f"{plan}/phases",
        f"{plan}/milestones",
        "/tasks",
    ):
        before = reader.statements
        assert (await workspace.client.get(f"{API}{path}")).status_code == 200
        assert reader.statements - before == 1


async def test_an_empty_plan_is_a_page_and_a_missing_project_is_not(workspace: TestWorkspace, plan: str) -> None:
    for part in ("tasks", "phases", "milestones"):
        assert (await workspace.client.get(f"{API}{plan}/{part}")).json() == {"items": [], "next_cursor": None}
        assert (await workspace.client.get(f"{API}/projects/{uuid4()}/{part}")).status_code == 404


async def test_plans_are_found_by_title_and_by_the_words_of_their_description(
    workspace: TestWorkspace, plan: str
) -> None:
    task = await workspace.create(f"{plan}/tasks", title="Agree the cut-over", description="Ask the nightshift")

    for phrase in ("cut-over", "nightshift"):
        found = (await workspace.client.get(f"{API}/search", params={"q": phrase})).json()["items"]
        assert [(item["type"], item["id"]) for item in found] == [("task", task["id"])]
    await workspace.client.delete(f"{API}{plan}/tasks/{task['id']}")
    assert (await workspace.client.get(f"{API}/search?q=nightshift")).json()["items"] == []
