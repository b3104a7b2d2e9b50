"""One record of each kind that people talk about, and what is said there."""

from typing import Any

from httpx2 import Response

from tests.support.workspace import Person, TestWorkspace

API = "/api/v1"
KINDS = ("customer", "project", "task", "interaction")


async def records(workspace: TestWorkspace, *, is_private: bool = False) -> dict[str, str]:
    """A customer, and a project of theirs with a task and an interaction; ids by kind."""
    customer = await workspace.create("/customers", name="Northwind Logistics")
    project = await workspace.create("/projects", name="Rollout", customer_ids=[customer["id"]], is_private=is_private)
    task = await workspace.create(f"/projects/{project['id']}/tasks", title="Wire the aisle")
    interaction = await workspace.create(
        "/interactions",
        channel="call",
        occurred_at="2026-11-20T09:30:00Z",
        subject="Call about slips",
        customer_id=customer["id"],
        project_ids=[project["id"]],
    )
    found = {"customer": customer, "project": project, "task": task, "interaction": interaction}
    return {kind: str(record["id"]) for kind, record in found.items()}


async def say(person: Person, kind: str, subject_id: str, body: str = "They call before noon.") -> Response:
    """A comment, however it is answered."""
    return await person.client.post(f"{API}/comments", json={"subject": {"kind": kind, "id": subject_id}, "body": body})


async def said(person: Person, kind: str, subject_id: str, body: str = "They call before noon.") -> dict[str, Any]:
    """A comment that is taken."""
    answer = await say(person, kind, subject_id, body)
    assert answer.status_code == 201, answer.text
    comment: dict[str, Any] = answer.json()
    return comment


async def about(person: Person, what: str, kind: str, subject_id: str) -> Response:
    """The comments on a record, or its watchers."""
    return await person.client.get(f"{API}/{what}", params={"subject_kind": kind, "subject_id": subject_id})


async def watching(person: Person, kind: str, subject_id: str) -> set[str]:
    """The user ids of a record's watchers."""
    return {item["user_id"] for item in (await about(person, "watchers", kind, subject_id)).json()["items"]}


async def titles(person: Person, path: str) -> list[str]:
    """What a timeline or search shows of comments."""
    items = (await person.client.get(f"{API}{path}")).json()["items"]
    return [item["title"] for item in items if item["type"] == "comment"]


def at_mention(person: Person) -> str:
    """Somebody, as a comment mentions them."""
    return f"@[Somebody](user:{person.user_id})"
