"""Phases, milestones and tasks of a project."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.workspace import TestWorkspace, Workspaces

API = "/api/v1"


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    return await workspaces.make()


@pytest.fixture
async def plan(workspace: TestWorkspace) -> str:
    """The path of a project."""
    customer = await workspace.create("/customers", name="Northwind")
    project = await workspace.create("/projects", name="Rollout", customer_ids=[customer["id"]])
    return f"/projects/{project['id']}"


async def titles(workspace: TestWorkspace, plan: str, **query: Any) -> list[str]:
    """The board from the left to the right."""
    found = await workspace.client.get(f"{API}{plan}/tasks", params=query)
    assert found.status_code == 200, found.text
    return [task["title"] for task in found.json()["items"]]


async def board(workspace: TestWorkspace, plan: str, *names: str) -> dict[str, str]:
    """Tasks of these titles; their ids."""
    return {name: (await workspace.create(f"{plan}/tasks", title=name))["id"] for name in names}


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


async def test_a_task_reads_as_it_was_answered(workspace: TestWorkspace, plan: str) -> None:
    first = await workspace.create(f"{plan}/tasks", title="Before")
    body = {
        "title": "Agree the cut-over weekend",
        "description": "With the night shift",
        "assignee_id": str(workspace.owner.user_id),
        "percent_complete": 40,
        "starts_on": "2026-12-01",
        "due_on": "2026-12-14",
        "estimate": {"optimistic": 1, "likely": 2.5, "pessimistic": 4},
        "depends_on": [first["id"]],
    }

    created = await workspace.client.post(f"{API}{plan}/tasks", json=body)
    read = await workspace.client.get(created.headers["Location"])

    assert created.status_code == 201
    instants = {"created_at", "updated_at"}
    assert {n: v for n, v in read.json().items() if n not in instants} == {
        n: v for n, v in created.json().items() if n not in instants
    }
    assert read.json()["status"] == "doing"
    assert read.json()["estimate"] == {"optimistic": 1, "likely": 2.5, "pessimistic": 4}
    assert read.json()["depends_on"] == [first["id"]]
    assert read.headers["ETag"] == '"1"'


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"starts_on": "2026-02-02", "due_on": "2026-02-01"}, "/due_on"),
        ({"due_on": "9999-12-31"}, "/due_on"),
        ({"percent_complete": 101}, "/percent_complete"),
        ({"status": "done", "percent_complete": 5}, "/percent_complete"),
        ({"estimate": {"likely": 1, "optimistic": 2}}, "/estimate/optimistic"),
        ({"estimate": {"likely": -1}}, "/estimate/likely"),
        ({"assignee_id": str(uuid4()), "assignee_contact_id": str(uuid4())}, "/assignee_contact_id"),
        ({"title": "a\x00b"}, "/title"),
    ],
)
async def test_a_field_that_cannot_be_accepted_is_named(
    workspace: TestWorkspace, plan: str, body: dict[str, Any], pointer: str
) -> None:
    refused = await workspace.client.post(f"{API}{plan}/tasks", json={"title": "Draw"} | body)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("field", ["assignee_id", "assignee_contact_id", "phase_id"])
async def test_a_record_that_is_not_there_is_told_with_its_field(
    workspace: TestWorkspace, plan: str, field: str
) -> None:
    refused = await workspace.client.post(f"{API}{plan}/tasks", json={"title": "Draw", field: str(uuid4())})

    assert refused.status_code == 404
    assert refused.json()["errors"][0]["pointer"] == f"/{field}"


async def test_only_contacts_of_the_projects_customers_take_tasks(workspace: TestWorkspace, plan: str) -> None:
    customer_id = (await workspace.client.get(f"{API}{plan}")).json()["customer_ids"][0]
    ours = await workspace.create("/contacts", name="Petri Aho", customer_id=customer_id)
    elsewhere = await workspace.create("/customers", name="Southwind")
    stranger = await workspace.create("/contacts", name="Bo Ek", customer_id=elsewhere["id"])
    task = await workspace.create(f"{plan}/tasks", title="Draw", assignee_id=str(workspace.owner.user_id))
    path = f"{API}{plan}/tasks/{task['id']}"

    refused = await workspace.client.patch(path, json={"assignee_contact_id": stranger["id"]})
    taken = await workspace.client.patch(path, json={"assignee_contact_id": ours["id"]})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/assignee_contact_id"
    assert (taken.json()["assignee_id"], taken.json()["assignee_contact_id"]) == (None, ours["id"])


async def test_a_change_of_progress_keeps_status_and_percentage_together(workspace: TestWorkspace, plan: str) -> None:
    task = await workspace.create(f"{plan}/tasks", title="Draw")
    path = f"{API}{plan}/tasks/{task['id']}"

    states = []
    for change in ({"percent_complete": 40}, {"status": "done"}, {"percent_complete": 80}, {"status": "todo"}):
        changed = (await workspace.client.patch(path, json=change)).json()
        states.append((changed["status"], changed["percent_complete"]))

    assert states == [("doing", 40), ("done", 100), ("doing", 80), ("todo", 0)]


async def test_a_patch_that_changes_nothing_makes_no_new_version(workspace: TestWorkspace, plan: str) -> None:
    task = await workspace.create(f"{plan}/tasks", title="Draw", estimate={"likely": 2})
    path = f"{API}{plan}/tasks/{task['id']}"

    same = await workspace.client.patch(path, json={"title": "Draw", "estimate": {"likely": 2.0}, "depends_on": []})
    cleared = await workspace.client.patch(path, json={"estimate": None})

    assert same.json()["version"] == 1
    assert (cleared.json()["version"], cleared.json()["estimate"]) == (2, None)


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


async def test_task_by_ref_is_created_once_in_its_project(workspace: TestWorkspace, plan: str) -> None:
    other = await workspace.create("/projects", name="Other")
    path = f"{API}{plan}/tasks/by-ref/jira/WAR-7"

    first = await workspace.client.put(path, json={"title": "Draw", "percent_complete": 30})
    second = await workspace.client.put(path, json={"title": "Draw it", "status": None})
    elsewhere = await workspace.client.put(
        f"{API}/projects/{other['id']}/tasks/by-ref/jira/WAR-7", json={"title": "Draw"}
    )
    nowhere = await workspace.client.put(f"{API}/projects/{uuid4()}/tasks/by-ref/jira/WAR-7", json={"title": "Draw"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    assert (second.json()["title"], second.json()["percent_complete"]) == ("Draw it", 30)
    assert elsewhere.status_code == 409
    assert elsewhere.json()["type"].endswith("/external-ref-taken")
    assert nowhere.status_code == 404


async def test_my_tasks_come_from_all_projects_the_most_urgent_first(workspace: TestWorkspace, plan: str) -> None:
    other = await workspace.create("/projects", name="Other", key="OTH")
    member = await workspace.join("member")
    me, they = str(workspace.owner.user_id), str(member.user_id)
    await workspace.create(f"{plan}/tasks", title="Later", assignee_id=me, due_on="2026-05-01")
    await workspace.create(f"/projects/{other['id']}/tasks", title="Sooner", assignee_id=me, due_on="2026-04-01")
    await workspace.create(f"{plan}/tasks", title="Some day", assignee_id=me)
    await workspace.create(f"{plan}/tasks", title="Past", assignee_id=me, due_on="2026-01-01", status="done")
    await workspace.create(f"{plan}/tasks", title="Theirs", assignee_id=they)

    async def mine(**query: Any) -> list[str]:
        found = await workspace.client.get(f"{API}/tasks", params=query)
        return [task["title"] for task in found.json()["items"]]

    assert await mine() == ["Past", "Sooner", "Later", "Some day"]
    assert await mine(status=["todo", "doing", "blocked"]) == ["Sooner", "Later", "Some day"]
    assert await mine(due_before="2026-04-01", status="todo") == ["Sooner"]
    assert await mine(assignee_id=they) == ["Theirs"]
    first = (await workspace.client.get(f"{API}/tasks", params={"status": "todo"})).json()["items"][0]
    assert (first["project_key"], first["project_name"]) == ("OTH", "Other")


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
