"""R57: people who edit the same version of a record: one succeeds, the others are told."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI

from tests.support.assurance.recording import FigureTaker
from tests.support.operations import Operation, operations
from tests.support.workspace import BASE, Workspaces

pytestmark = pytest.mark.requirement("R57")

EDITORS, VERSIONS = 50, 3

#: Changes that take no version, each with the reason.
UNVERSIONED = {
    "DELETE /api-keys/{key_id}": "a key that leaked ends at once, whatever happened to its row meanwhile",
    "DELETE /me/sessions/{session_id}": "a device that was lost is signed out at once",
    "DELETE /members/{user_id}": "who has to leave leaves at once, whatever their role has become",
    "DELETE /members/invitations/{invitation_id}": "an invitation that went astray ends at once",
    "DELETE /projects/{project_id}/members/{user_id}": "on it or not: nothing can be overwritten",
    "DELETE /watchers/{subject_kind}/{subject_id}/{user_id}": "following or not: nothing can be overwritten",
}


async def test_of_fifty_edits_of_one_version_one_succeeds_and_no_other_leaves_a_trace(
    workspaces: Workspaces, figure: FigureTaker
) -> None:
    workspace = await workspaces.make()
    customer = await workspace.create("/customers", name="Northwind")
    path, won = f"{BASE}/customers/{customer['id']}", []

    async def edit(version: int, number: int) -> tuple[int, dict[str, Any]]:
        body = {"name": f"Edit {version}.{number}"}
        answer = await workspace.client.patch(path, json=body, headers={"If-Match": f'"{version}"'})
        return answer.status_code, answer.json()

    for version in range(1, VERSIONS + 1):
        answers = await asyncio.gather(*(edit(version, number) for number in range(EDITORS)))
        statuses = [status for status, _ in answers]
        assert statuses.count(200) == 1
        assert statuses.count(412) == EDITORS - 1
        won.append(next(read for status, read in answers if status == 200))
        stored = (await workspace.client.get(path)).json()
        assert (stored["name"], stored["version"]) == (won[-1]["name"], version + 1)
    figure("R57", "concurrent edits", EDITORS * VERSIONS)
    figure("R57", "of them accepted, one per version", len(won))


def unguarded(changes: list[Operation]) -> set[str]:
    """Changes of one record that do not say which version they change."""
    return {
        str(operation)
        for operation in changes
        if operation.method in {"PATCH", "DELETE"}
        and "{" in operation.path
        and "if-match" not in {parameter["name"].lower() for parameter in operation.parameters("header")}
    }


def test_every_change_of_a_record_takes_the_version_it_changes(app: FastAPI) -> None:
    assert unguarded(operations(app)) == UNVERSIONED.keys()


def test_a_change_without_a_version_is_noticed(app: FastAPI) -> None:
    planted = Operation("PATCH", "/planted/{planted_id}", {"parameters": []}, {})
    assert str(planted) in unguarded([*operations(app), planted])


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ('"1"', 200), ("1", 200), ('W/"1"', 200), ('"1-gzip"', 200), ('"1-zstd"', 200), ('"0", "1"', 200), ("*", 200),
        ('"2"', 412), ('"abc"', 412), ('"1-x"', 412), ('"-1"', 412), ("", 422), ("garbage", 422), ('"1" "2"', 422),
    ],
)  # fmt: skip
async def test_the_tag_that_was_given_out_is_taken_back_however_it_was_packed(
    workspaces: Workspaces, given: str, status: int
) -> None:
    workspace = await workspaces.make()
    customer = await workspace.create("/customers", name="Kiln Works")
    path = f"{BASE}/customers/{customer['id']}"
    answer = await workspace.client.patch(path, json={"name": "Kiln"}, headers={"If-Match": given})
    assert answer.status_code == status, answer.text
