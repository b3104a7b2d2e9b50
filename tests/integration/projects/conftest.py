"""A workspace, and the plan of a project in it."""

import pytest

from tests.support.workspace import TestWorkspace, Workspaces


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    return await workspaces.make()


@pytest.fixture
async def plan(workspace: TestWorkspace) -> str:
    """The path of a project."""
    customer = await workspace.create("/customers", name="Northwind")
    project = await workspace.create("/projects", name="Rollout", customer_ids=[customer["id"]])
    return f"/projects/{project['id']}"
