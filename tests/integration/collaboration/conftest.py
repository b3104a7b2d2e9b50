import pytest

from tests.support.workspace import TestWorkspace, Workspaces


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    return await workspaces.make()
