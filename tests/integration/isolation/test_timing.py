"""R16: how long an answer takes does not tell a foreign record from one that never was."""

import time
from statistics import median
from uuid import uuid4

import pytest

from tests.support.assurance.recording import FigureTaker
from tests.support.workspace import TestWorkspace, Workspaces

pytestmark = pytest.mark.requirement("R16")

SAMPLES = 200
TOLERANCE = 0.10
ROUNDS = 5


async def seconds(workspace: TestWorkspace, path: str) -> float:
    begun = time.perf_counter()
    answer = await workspace.client.get(path)
    taken = time.perf_counter() - begun
    assert answer.status_code == 404
    return taken


async def difference(workspace: TestWorkspace, foreign_id: str) -> float:
    """The relative difference of the medians, measured in turns so that a slow moment hits both alike."""
    foreign, random = [], []
    for _ in range(SAMPLES):
        foreign.append(await seconds(workspace, f"/api/v1/customers/{foreign_id}"))
        random.append(await seconds(workspace, f"/api/v1/customers/{uuid4()}"))
    return abs(median(foreign) / median(random) - 1)


async def test_a_foreign_record_is_refused_as_fast_as_one_that_never_was(
    workspaces: Workspaces, figure: FigureTaker
) -> None:
    ours, theirs = await workspaces.make(), await workspaces.make()
    foreign = await theirs.create("/customers", name="Northwind")

    # Noise makes one round exceed the tolerance now and then; a difference in the work done would exceed it always.
    for _ in range(ROUNDS):
        if (found := await difference(ours, foreign["id"])) <= TOLERANCE:
            break

    assert found <= TOLERANCE
    figure("R16", "difference of the medians", found * 100, "%")
