"""Boards to test on."""

from typing import Any

from tests.support.workspace import TestWorkspace

API = "/api/v1"


async def titles(workspace: TestWorkspace, plan: str, **query: Any) -> list[str]:
    """The board from the left to the right."""
    found = await workspace.client.get(f"{API}{plan}/tasks", params=query)
    assert found.status_code == 200, found.text
    return [task["title"] for task in found.json()["items"]]


async def board(workspace: TestWorkspace, plan: str, *names: str) -> dict[str, str]:
    """Tasks of these titles; their ids."""
    return {name: (await workspace.create(f"{plan}/tasks", title=name))["id"] for name in names}
