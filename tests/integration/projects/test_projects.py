"""Projects as people and programs use them."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.workspace import TestWorkspace, Workspaces

PROJECTS = "/api/v1/projects"


async def test_a_new_project_is_managed_by_who_started_it_and_reads_as_it_was_answered(
    workspace: TestWorkspace,
) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    body = {
        "name": "Warehouse automation rollout",
        "customer_ids": [customer["id"]],
        "starts_on": "2026-10-01",
        "due_on": "2026-12-20",
        "objective": "Pick 400 orders an hour",
        "priorities": ["time", "quality"],
        "budget": {"amount": "1234.5", "currency": "EUR"},
    }

    created = await workspace.client.post(PROJECTS, json=body)
    read = await workspace.client.get(created.headers["Location"])

    assert created.status_code == 201
    project = created.json()
    assert project["key"] == "WAR"
    assert project["status"] == "draft"
    assert project["budget"] == {"amount": "1234.50", "currency": "EUR"}
    assert project["manager_id"] == str(workspace.owner.user_id)
    assert project["member_ids"] == [str(workspace.owner.user_id)]
    assert (project["task_count"], project["open_task_count"], project["progress"]) == (0, 0, 0)
    assert _comparable(read.json()) == _comparable(project)
    assert read.headers["ETag"] == created.headers["ETag"] == '"1"'


def _comparable(project: dict[str, Any]) -> dict[str, Any]:
    # The same instant may be written with more or fewer digits.
    return {name: value for name, value in project.items() if name not in {"created_at", "updated_at"}}


async def test_projects_of_the_same_name_get_different_keys(workspace: TestWorkspace) -> None:
    keys = [(await workspace.create("/projects", name="Alpha beta"))["key"] for _ in range(3)]

    assert keys == ["AB", "AB2", "AB3"]


async def test_a_taken_key_is_a_conflict_at_the_field(workspace: TestWorkspace) -> None:
    await workspace.create("/projects", name="One", key="WAR")

    refused = await workspace.client.post(PROJECTS, json={"name": "Two", "key": "war"})

    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/project-key-taken")
    assert refused.json()["errors"][0]["pointer"] == "/key"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"key": "A"}, "/key"),
        ({"key": "TOO-LONG"}, "/key"),
        ({"key": "ELEVENCHARS"}, "/key"),
        ({"budget": {"amount": "12.345", "currency": "EUR"}}, "/budget/amount"),
        ({"budget": {"amount": "NaN", "currency": "EUR"}}, "/budget/amount"),
        ({"budget": {"amount": "1", "currency": "euro"}}, "/budget/currency"),
        ({"starts_on": "2026-02-02", "due_on": "2026-02-01"}, "/due_on"),
        ({"status": "paused"}, "/status"),
        ({"nonsense": 1}, "/nonsense"),
    ],
)
async def test_a_field_that_cannot_be_accepted_is_named(
    workspace: TestWorkspace, body: dict[str, Any], pointer: str
) -> None:
    refused = await workspace.client.post(PROJECTS, json={"name": "Rollout"} | body)

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == pointer


async def test_unknown_customers_and_managers_are_told_with_their_field(workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")

    no_customer = await workspace.client.post(
        PROJECTS, json={"name": "Rollout", "customer_ids": [customer["id"], str(uuid4())]}
    )
    no_manager = await workspace.client.post(PROJECTS, json={"name": "Rollout", "manager_id": str(uuid4())})

    assert (no_customer.status_code, no_manager.status_code) == (404, 404)
    assert no_customer.json()["errors"][0]["pointer"] == "/customer_ids/1"
    assert no_manager.json()["errors"][0]["pointer"] == "/manager_id"


async def test_patch_changes_what_is_given_clears_what_is_null_and_keeps_the_rest(workspace: TestWorkspace) -> None:
    project = await workspace.create(
        "/projects", name="Rollout", due_on="2026-12-20", budget={"amount": "5", "currency": "EUR"}
    )
    path = f"{PROJECTS}/{project['id']}"

    changed = await workspace.client.patch(path, json={"budget": None, "objective": "Faster"})

    assert changed.json()["budget"] is None
    assert changed.json()["objective"] == "Faster"
    assert changed.json()["due_on"] == "2026-12-20"
    assert changed.headers["ETag"] == '"2"'
    assert (await workspace.client.get(path)).json()["budget"] is None


async def test_a_due_day_before_the_start_that_is_already_there_is_refused(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout", starts_on="2026-10-10")

    refused = await workspace.client.patch(f"{PROJECTS}/{project['id']}", json={"due_on": "2026-10-09"})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/due_on"


async def test_other_customers_are_a_change_with_a_version(workspace: TestWorkspace) -> None:
    one, two = [await workspace.create("/customers", name=name) for name in ("One", "Two")]
    project = await workspace.create("/projects", name="Rollout", customer_ids=[one["id"]])

    changed = await workspace.client.patch(f"{PROJECTS}/{project['id']}", json={"customer_ids": [two["id"]]})
    again = await workspace.client.patch(f"{PROJECTS}/{project['id']}", json={"customer_ids": [two["id"]]})

    assert changed.json()["customer_ids"] == [two["id"]]
    assert (changed.json()["version"], again.json()["version"]) == (2, 2)


async def test_a_status_moves_only_to_those_that_follow_it(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout")
    path = f"{PROJECTS}/{project['id']}"

    refused = await workspace.client.patch(path, json={"status": "closed"})
    moved = [(await workspace.client.patch(path, json={"status": s})).json()["status"] for s in ("active", "closed")]

    assert refused.status_code == 409
    assert refused.json()["errors"][0]["pointer"] == "/status"
    assert moved == ["active", "closed"]


async def test_a_change_against_an_old_version_is_refused(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout")
    path = f"{PROJECTS}/{project['id']}"
    await workspace.client.patch(path, json={"name": "Roll-out"}, headers={"If-Match": '"1"'})

    stale = await workspace.client.patch(path, json={"name": "Other"}, headers={"If-Match": '"1"'})
    kept = await workspace.client.delete(path, headers={"If-Match": '"1"'})

    assert (stale.status_code, kept.status_code) == (412, 412)
    assert (await workspace.client.get(path)).json()["name"] == "Roll-out"


async def test_put_by_ref_creates_once_and_then_changes_what_it_names(workspace: TestWorkspace) -> None:
    path = f"{PROJECTS}/by-ref/jira/WAR"

    first = await workspace.client.put(path, json={"name": "Warehouse rollout", "objective": "Speed"})
    second = await workspace.client.put(path, json={"name": "Warehouse go-live", "key": None})

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    assert (second.json()["name"], second.json()["key"]) == ("Warehouse go-live", first.json()["key"])
    assert second.json()["objective"] == "Speed"
    assert second.json()["external_refs"] == [{"system": "jira", "id": "WAR", "url": None}]


async def test_figures_of_the_plan_are_part_of_the_project(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout")
    tasks = f"/projects/{project['id']}/tasks"
    for percent in (100, 50, 0):
        await workspace.create(tasks, title=f"At {percent}", percent_complete=percent)

    read = (await workspace.client.get(f"{PROJECTS}/{project['id']}")).json()
    listed = (await workspace.client.get(PROJECTS)).json()["items"][0]
    answered = (await workspace.client.patch(f"{PROJECTS}/{project['id']}", json={})).json()

    for found in (read, listed, answered):
        assert (found["task_count"], found["open_task_count"], found["progress"]) == (3, 2, 50)


@pytest.mark.parametrize("sort", ["name", "-name", "key", "due_on", "-due_on", "created_at", "-updated_at"])
async def test_pages_hold_every_project_once_in_every_order(workspace: TestWorkspace, sort: str) -> None:
    for name, due_on in (("Ceta", None), ("alpha", "2026-03-01"), ("Beta", "2026-02-01"), ("Delta", None)):
        await workspace.create("/projects", name=name, due_on=due_on)

    seen: list[dict[str, Any]] = []
    cursor = None
    while True:
        query = {"limit": 3, "sort": sort} | ({"cursor": cursor} if cursor else {})
        page = (await workspace.client.get(PROJECTS, params=query)).json()
        seen += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    names = [item["name"] for item in seen]
    assert sorted(names) == ["Beta", "Ceta", "Delta", "alpha"]
    if sort == "name":
        assert names == ["alpha", "Beta", "Ceta", "Delta"]
    if sort == "due_on":
        assert names[:2] == ["Beta", "alpha"]


async def test_filters_narrow_by_name_key_status_and_customer(workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    await workspace.create("/projects", name="Rollout", key="WAR", customer_ids=[customer["id"]])
    await workspace.create("/projects", name="Migration", key="MIG", status="active")
    await workspace.create("/projects", name="Old", key="OLD", status="closed")

    async def keys(**query: Any) -> list[str]:
        found = await workspace.client.get(PROJECTS, params={"sort": "key"} | query)
        return [item["key"] for item in found.json()["items"]]

    assert await keys(q="roll") == ["WAR"]
    assert await keys(q="mig") == ["MIG"]
    assert await keys(status="active") == ["MIG"]
    assert await keys(status=["active", "closed"]) == ["MIG", "OLD"]
    assert await keys(customer_id=customer["id"]) == ["WAR"]


async def test_deleting_a_project_takes_its_plan_its_search_entries_and_its_story_along(
    workspace: TestWorkspace,
) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    project = await workspace.create("/projects", name="Zeppelin dock", customer_ids=[customer["id"]])
    await workspace.create(f"/projects/{project['id']}/tasks", title="Zeppelin mast")

    deleted = await workspace.client.delete(f"{PROJECTS}/{project['id']}")

    assert deleted.status_code == 204
    for path in ("", "/tasks", "/phases", "/members", "/timeline"):
        assert (await workspace.client.get(f"{PROJECTS}/{project['id']}{path}")).status_code == 404
    assert (await workspace.client.get("/api/v1/search?q=zeppelin")).json()["items"] == []
    assert (await workspace.client.get(f"/api/v1/customers/{customer['id']}/timeline")).json()["items"] == []


async def test_a_project_of_another_workspace_is_not_there(workspace: TestWorkspace, workspaces: Workspaces) -> None:
    project = await workspace.create("/projects", name="Rollout")
    stranger = await workspaces.make()

    for method, path in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/tasks"), ("GET", "/members")):
        body = {"json": {}} if method == "PATCH" else {}
        answer = await stranger.client.request(method, f"{PROJECTS}/{project['id']}{path}", **body)
        assert answer.status_code == 404


async def test_viewers_read_projects_and_change_nothing(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout")
    viewer = await workspace.join("viewer")

    assert (await viewer.client.get(f"{PROJECTS}/{project['id']}")).status_code == 200
    assert (await viewer.client.patch(f"{PROJECTS}/{project['id']}", json={"name": "X"})).status_code == 403
    assert (await viewer.client.post(PROJECTS, json={"name": "X"})).status_code == 403


async def test_reading_and_listing_projects_cost_one_statement(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout", is_private=True)
    reader = workspace.parts.database.reader
    await workspace.client.get(PROJECTS)

    for path in (PROJECTS, f"{PROJECTS}/{project['id']}", f"{PROJECTS}/{project['id']}/members"):
        before = reader.statements
        assert (await workspace.client.get(path)).status_code == 200
        assert reader.statements - before == 1
