"""Tasks as people and programs use them."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.workspace import TestWorkspace

API = "/api/v1"


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


async def test_a_task_is_read_by_its_id_alone_with_its_project(workspace: TestWorkspace, plan: str) -> None:
    task = await workspace.create(f"{plan}/tasks", title="Draw")
    project = (await workspace.client.get(f"{API}{plan}")).json()

    read = await workspace.client.get(f"{API}/tasks/{task['id']}")
    absent = await workspace.client.get(f"{API}/tasks/{uuid4()}")

    assert read.status_code == 200
    of_project = (await workspace.client.get(f"{API}{plan}/tasks/{task['id']}")).json()
    assert read.json() == of_project | {"project_name": project["name"], "project_key": project["key"]}
    assert read.headers["ETag"] == '"1"'
    assert absent.status_code == 404


async def test_a_new_title_or_name_is_found_and_the_old_one_no_longer(workspace: TestWorkspace, plan: str) -> None:
    task = await workspace.create(f"{plan}/tasks", title="Oldtitle")
    await workspace.client.patch(f"{API}{plan}/tasks/{task['id']}", json={"title": "Quintessence"})
    await workspace.client.patch(f"{API}{plan}", json={"name": "Brandnew"})

    async def found(phrase: str) -> list[str]:
        return [item["id"] for item in (await workspace.client.get(f"{API}/search?q={phrase}")).json()["items"]]

    assert await found("quintessence") == [task["id"]]
    assert await found("brandnew") == [plan.rpartition("/")[2]]
    assert await found("oldtitle") == await found("rollout") == []
