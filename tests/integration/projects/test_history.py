"""What a project tells: to its timeline, to its customers' and to other services."""

from typing import Any

from sqlalchemy import text

from services.kit.actor import system_actor
from tests.support.workspace import TestWorkspace

API = "/api/v1"


async def events_of(workspace: TestWorkspace) -> list[Any]:
    """What was recorded, in order."""
    actor = system_actor(workspace.id)
    async with workspace.parts.database.opened(actor, correlation_id="test-history") as work:
        rows = await work.session.execute(
            text(
                "SELECT type, subject_kind, subject_id, sequence, project_id, is_private, data, personal"
                " FROM rapport.events WHERE workspace_id = :workspace ORDER BY id"
            ),
            {"workspace": workspace.id},
        )
        return list(rows)


async def test_the_turns_of_a_project_show_on_its_timeline_and_on_its_customers(workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    member = await workspace.join("member")
    project = await workspace.create("/projects", name="Rollout", customer_ids=[customer["id"]])
    path = f"/projects/{project['id']}"
    phase = await workspace.create(f"{path}/phases", name="Design")
    milestone = await workspace.create(f"{path}/milestones", name="Design approved")
    await workspace.client.patch(f"{API}{path}", json={"status": "active"})
    await workspace.client.patch(f"{API}{path}", json={"objective": "Speed"})
    await workspace.client.put(f"{API}{path}/members/{member.user_id}", json={})
    await workspace.client.patch(f"{API}{path}/phases/{phase['id']}", json={"status": "completed"})
    await workspace.client.patch(f"{API}{path}/milestones/{milestone['id']}", json={"reached_on": "2026-11-01"})

    own = (await workspace.client.get(f"{API}{path}/timeline")).json()["items"]
    customers = (await workspace.client.get(f"{API}/customers/{customer['id']}/timeline")).json()["items"]

    assert [entry["title"] for entry in own] == [
        "Milestone reached: Design approved",
        "Phase completed: Design",
        "The member joined the project",
        "Rollout is now active",
        "Rollout was created",
    ]
    assert own == customers
    assert own[-1]["type"] == "project_event"
    assert own[-1]["event_type"] == "project.created"
    assert own[-1]["project_ids"] == [project["id"]]
    assert own[-1]["actor_name"] == "The owner"


async def test_events_carry_their_project_and_whether_it_is_private(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout", is_private=True)
    path = f"/projects/{project['id']}"
    task = await workspace.create(f"{path}/tasks", title="Draw")
    await workspace.create(f"{path}/phases", name="Design")
    await workspace.create(f"{path}/milestones", name="Approved")
    await workspace.client.patch(f"{API}{path}/tasks/{task['id']}", json={"percent_complete": 10})
    await workspace.client.delete(f"{API}{path}/tasks/{task['id']}")
    await workspace.client.delete(f"{API}{path}")

    events = await events_of(workspace)

    assert [event.type for event in events] == [
        "project.created",
        "project.member_added",
        "task.created",
        "phase.created",
        "milestone.created",
        "task.updated",
        "task.deleted",
        "project.deleted",
    ]
    assert {str(event.project_id) for event in events} == {project["id"]}
    assert all(event.is_private for event in events)
    assert [event.sequence for event in events if event.subject_kind == "task"] == [1, 2, 3]
    assert events[5].data["changed"] == ["percent_complete", "status"]


async def test_opening_a_project_says_so_in_public(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout", is_private=True)
    await workspace.client.patch(f"{API}/projects/{project['id']}", json={"is_private": False})

    said = (await events_of(workspace))[-1]

    assert (said.type, said.is_private, said.data["changed"]) == ("project.updated", False, ["is_private"])


async def test_a_moved_task_says_that_its_rank_changed(workspace: TestWorkspace) -> None:
    project = await workspace.create("/projects", name="Rollout")
    path = f"/projects/{project['id']}/tasks"
    one, two = [await workspace.create(path, title=title) for title in ("A", "B")]
    await workspace.client.patch(f"{API}{path}/{two['id']}", json={"before_id": one["id"], "status": "doing"})

    assert (await events_of(workspace))[-1].data["changed"] == ["rank", "status"]
