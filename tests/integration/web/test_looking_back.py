"""The activity feed from the newest back, narrowed, and without what was closed since; and the audit."""

import csv
import io
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import text

from services.kit.database import Database
from tests.support.workspace import Person, TestWorkspace, Workspaces

API = "/api/v1"
Relay = Callable[[], Awaitable[None]]


@pytest.fixture
def relay(worker_database: Database) -> Relay:
    """Gives positions to what is committed, as the relay does each round."""

    async def number() -> None:
        async with worker_database.unscoped_session() as session:
            await session.execute(text("SELECT rapport.number_events(10000)"))
            await session.commit()

    return number


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    return await workspaces.make()


async def feed(person: Person, path: str = "/events", **query: Any) -> dict[str, Any]:
    """A page, the newest first."""
    answer = await person.client.get(API + path, params={"sort": "-position", **query} if path == "/events" else query)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def types(person: Person, path: str = "/events", **query: Any) -> list[str]:
    return [event["type"] for event in (await feed(person, path, **query))["items"]]


async def test_pages_lead_back_from_the_newest_with_names(workspace: TestWorkspace, relay: Relay) -> None:
    for name in ("One", "Two", "Three"):
        await workspace.create("/customers", name=name)
    await relay()
    first = await feed(workspace.owner, limit=2)
    rest = await feed(workspace.owner, limit=2, before=first["next_cursor"])

    assert [event["data"]["name"] for event in first["items"] + rest["items"]] == ["Three", "Two", "One"]
    assert {event["actor_name"] for event in first["items"]} == {"The owner"}
    assert rest["next_cursor"] is None


async def test_the_feed_is_narrowed_by_everything_it_can_be(workspace: TestWorkspace, relay: Relay) -> None:
    other = await workspace.join("member")
    customer = await workspace.create("/customers", name="Northwind")
    project = await workspace.create("/projects", name="Rollout")
    await workspace.create(f"/projects/{project['id']}/tasks", title="Wire")
    await other.client.post(f"{API}/customers", json={"name": "Kiln"})
    await relay()
    asked: list[tuple[dict[str, Any], list[str]]] = [
        ({"type": ["task.created", "customer.created"]}, ["customer.created", "task.created", "customer.created"]),
        ({"subject_kind": "project"}, ["project.member_added", "project.created"]),
        ({"subject_id": customer["id"]}, ["customer.created"]),
        ({"project_id": project["id"]}, ["task.created", "project.member_added", "project.created"]),
        ({"actor_id": str(other.user_id)}, ["customer.created"]),
        ({"actor_kind": "api_key"}, []),
        ({"since": "2001-01-01T00:00:00Z", "type": "task.created"}, ["task.created"]),
        ({"until": "2001-01-01T00:00:00Z"}, []),
    ]
    for query, expected in asked:
        assert await types(workspace.owner, **query) == expected, query
    onwards = await workspace.client.get(f"{API}/events", params={"type": "customer.created"})
    assert [event["data"]["name"] for event in onwards.json()["items"]] == ["Northwind", "Kiln"]


async def test_what_a_project_said_before_it_was_closed_is_its_peoples_from_then_on(
    workspace: TestWorkspace, relay: Relay
) -> None:
    insider, outsider = await workspace.join("member"), await workspace.join("manager")
    project = await workspace.create("/projects", name="Merger")
    path = f"{API}/projects/{project['id']}"
    await workspace.client.put(f"{path}/members/{insider.user_id}", json={})
    await workspace.create(f"/projects/{project['id']}/tasks", title="Sign")
    called = await workspace.create(
        "/interactions", channel="call", occurred_at="2026-11-20T09:30:00Z", text="Hush", project_ids=[project["id"]]
    )
    await relay()
    before = await types(outsider, limit=200)
    assert {"project.created", "task.created", "interaction.recorded"} <= set(before)

    assert (await workspace.client.patch(path, json={"is_private": True})).status_code == 200
    await relay()
    for query in ({}, {"project_id": project["id"]}, {"subject_id": called["id"]}, {"type": "task.created"}):
        assert await types(outsider, limit=200, **query) == [], query
    onwards = await outsider.client.get(f"{API}/events", params={"limit": 200})
    assert onwards.json()["items"] == []
    assert len(await types(insider, limit=200)) == len(before) + 1
    assert len(await types(workspace.owner, limit=200)) == len(before) + 1

    assert (await workspace.client.delete(path)).status_code == 204
    await relay()
    assert await types(outsider, limit=200, project_id=project["id"]) == []


async def test_sign_ins_and_keys_are_for_those_who_look_after_the_workspace(
    workspace: TestWorkspace, relay: Relay
) -> None:
    member, admin = await workspace.join("member"), await workspace.join("admin")
    await workspace.create("/api-keys", name="Bridge", scopes=["customers:read"])
    await relay()

    assert await types(member) == []
    assert await types(admin) == ["api_key.created"]
    assert await types(admin, "/audit") == ["api_key.created"]
    assert (await member.client.get(f"{API}/audit")).status_code == 403


async def test_the_audit_says_that_it_was_a_program(
    workspace: TestWorkspace, workspaces: Workspaces, relay: Relay
) -> None:
    key = await workspace.create("/api-keys", name="Bridge", scopes=["customers:write"])
    program = workspaces.bearing(key["key"])
    assert (await program.post(f"{API}/customers", json={"name": "Kiln"})).status_code == 201
    await relay()
    (event,) = (await feed(workspace.owner, "/audit", actor_kind="api_key"))["items"]

    assert (event["type"], event["actor"]["id"], event["actor_name"]) == ("customer.created", key["id"], "Bridge")


async def test_the_filtered_audit_is_taken_out_as_a_file_and_that_is_recorded(
    workspace: TestWorkspace, relay: Relay
) -> None:
    await workspace.create("/customers", name="Kiln")
    await workspace.create("/projects", name="Rollout")
    await relay()
    answer = await workspace.client.post(f"{API}/audit/exports", json={"type": ["customer.created"]})
    await relay()

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "attachment" in answer.headers["content-disposition"]
    (line,) = csv.DictReader(io.StringIO(answer.text))
    assert (line["type"], line["actor_name"], line["subject_kind"]) == ("customer.created", "The owner", "customer")
    (exported,) = (await feed(workspace.owner, "/audit", type="audit.exported"))["items"]
    assert exported["data"] == {"lines": 1, "filters": ["type"]}


@pytest.mark.parametrize("query", [{"sort": "type"}, {"since": "yesterday"}, {"actor_kind": "ghost"}, {"before": "-1"}])
async def test_what_cannot_be_asked_is_said(workspace: TestWorkspace, query: dict[str, str]) -> None:
    answer = await workspace.client.get(f"{API}/events", params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(query))}"
