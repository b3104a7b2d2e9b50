"""Instants and days at the ends of the calendar, and what is none: refused by name wherever they come in."""

from typing import Any

import pytest

from services.kit.cursor import encode_cursor
from tests.integration.web.test_bad_requests import problem_of
from tests.support.answers import read
from tests.support.workspace import BASE, TestWorkspace, Workspaces

FAR = (
    "9999-12-31T23:59:59-12:00",
    "9999-12-31T23:59:59.999999Z",
    "2200-01-01T00:00:00Z",
    "1899-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
)
NONE = ("1700000000", 1700000000, "2026-11-20", "2026-11-20T08:15:00", "tomorrow", True, None)
KEY = {"name": "ERP bridge", "scopes": ["customers:read"]}
NOTE = {"channel": "note", "text": "Northwind moved."}


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    """A fresh workspace."""
    return await workspaces.make()


async def refused(workspace: TestWorkspace, method: str, path: str, **request: Any) -> list[str]:
    """The pointers of a 422, each with a sentence."""
    answer = await workspace.client.request(method, f"{BASE}{path}", **request)
    assert answer.status_code == 422, answer.text
    errors = problem_of(answer)["errors"]
    assert all(error["message"].endswith(".") and error["code"] for error in errors)
    return [error["pointer"] for error in errors]


@pytest.mark.requirement("R25")
@pytest.mark.parametrize("instant", FAR)
async def test_an_instant_outside_known_times_is_refused_wherever_it_comes_in(
    instant: str, workspace: TestWorkspace
) -> None:
    note = await workspace.create("/interactions", **NOTE, occurred_at="2026-11-20T08:15:00Z")

    at = {"occurred_at": instant}
    assert await refused(workspace, "POST", "/interactions", json=NOTE | at) == ["/occurred_at"]
    assert await refused(workspace, "PATCH", f"/interactions/{note['id']}", json=at) == ["/occurred_at"]
    assert await refused(workspace, "POST", "/api-keys", json=KEY | {"expires_at": instant}) == ["/expires_at"]
    for name in ("since", "until"):
        for path in ("/events", "/audit"):
            assert await refused(workspace, "GET", path, params={name: instant}) == [f"/{name}"]
        assert await refused(workspace, "POST", "/audit/exports", json={name: instant}) == [f"/{name}"]


@pytest.mark.requirement("R25")
@pytest.mark.parametrize("value", NONE)
async def test_only_an_instant_with_its_zone_is_one(value: Any, workspace: TestWorkspace) -> None:
    given = NOTE | {"occurred_at": value}

    assert await refused(workspace, "POST", "/interactions", json=given) == ["/occurred_at"]


@pytest.mark.requirement("R25")
@pytest.mark.parametrize("value", [0, 1700000000, "0", "1700006400", "2026-11-21T00:00:00", True])
async def test_only_a_day_is_one(value: Any, workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    person = {"customer_id": customer["id"], "name": "Petri Aho", "birthday_on": value}

    assert await refused(workspace, "POST", "/contacts", json=person) == ["/birthday_on"]
    assert await refused(workspace, "POST", "/projects", json={"name": "Move", "due_on": value}) == ["/due_on"]
    assert await refused(workspace, "GET", "/tasks", params={"due_before": str(value)}) == ["/due_before"]


async def test_an_instant_of_any_zone_is_kept_as_the_same_instant(workspace: TestWorkspace) -> None:
    note = await workspace.create("/interactions", **NOTE, occurred_at="2199-12-31T12:59:59.5-10:00")

    found = await read(workspace, f"/interactions/{note['id']}")
    assert found["occurred_at"] == "2199-12-31T22:59:59.500000Z"


@pytest.mark.requirement("R25")
async def test_a_position_that_no_zone_can_say_is_no_cursor(workspace: TestWorkspace) -> None:
    cursor = encode_cursor("-occurred_at", ["0001-01-01T00:00:00+14:00", "0190b6a0-0000-7000-8000-000000000001"])

    assert await refused(workspace, "GET", "/interactions", params={"cursor": cursor}) == ["/cursor"]
