"""HEAD is answered wherever GET is, with what GET would say and without its body."""

import asyncio
from uuid import uuid4

import pytest

from services.kit.metrics import exposition
from tests.support.workspace import BASE, TestWorkspace, Workspaces

PATIENCE_SECONDS = 5.0
# What one request says of itself, and what changes between two.
OF_THE_MOMENT = {"x-correlation-id", "date", "retry-after"}
ENDLESS = f"{BASE}/events/stream"


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    return await workspaces.make()


async def test_every_address_that_can_be_got_answers_head_alike(workspace: TestWorkspace) -> None:
    document = (await workspace.client.get(f"{BASE}/openapi.json")).json()
    assert not any("head" in methods for methods in document["paths"].values())
    addresses = [path.format_map(AnyId()) for path, methods in document["paths"].items() if "get" in methods]

    assert len(addresses) > 50
    for address in set(addresses) - {ENDLESS}:
        got, head = await workspace.client.get(address), await workspace.client.head(address)
        assert (head.status_code, head.content) == (got.status_code, b""), address
        kept = [{k: v for k, v in one.headers.items() if k not in OF_THE_MOMENT} for one in (got, head)]
        if got.status_code == 200 and "metrics" not in address:
            assert kept[0] == kept[1], address


class AnyId(dict[str, str]):
    """An id that nothing has."""

    def __missing__(self, name: str) -> str:
        return str(uuid4())


async def test_a_record_tells_its_version_and_a_stranger_is_refused(
    workspace: TestWorkspace, workspaces: Workspaces
) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    path = f"{BASE}/customers/{customer['id']}"

    head, stranger = await workspace.client.head(path), await workspaces.anonymous().head(path)

    assert (head.status_code, head.headers["ETag"], head.content) == (200, '"1"', b"")
    assert int(head.headers["Content-Length"]) > len("Northwind")
    assert (stranger.status_code, stranger.content) == (401, b"")


async def test_an_endless_stream_has_a_head_that_ends(workspace: TestWorkspace) -> None:
    head = await asyncio.wait_for(workspace.client.head(ENDLESS), PATIENCE_SECONDS)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"].startswith("text/event-stream")


async def test_what_cannot_be_got_has_no_head_and_nothing_happens(workspace: TestWorkspace) -> None:
    refused = await workspace.client.head(f"{BASE}/customers/by-ref/jira/1")
    nowhere = await workspace.client.head(f"{BASE}/nowhere")

    assert (refused.status_code, nowhere.status_code) == (405, 404)
    assert (await workspace.client.get(f"{BASE}/customers")).json()["items"] == []


async def test_it_is_counted_as_what_it_is_on_its_route(workspace: TestWorkspace) -> None:
    await workspace.client.head(f"{BASE}/projects/{uuid4()}")

    lines = [line for line in exposition().decode().splitlines() if 'method="HEAD"' in line]
    assert any("{project_id}" in line and "4xx" in line for line in lines), lines
