"""R15: the same Idempotency-Key gives the same answer and one row."""

import asyncio

import pytest

from tests.support.assurance.recording import FigureTaker
from tests.support.workspace import Workspaces

pytestmark = pytest.mark.requirement("R15")

CUSTOMERS = "/api/v1/customers"


async def test_twenty_requests_at_once_with_one_key_make_one_row_and_one_answer(
    workspaces: Workspaces, figure: FigureTaker
) -> None:
    workspace = await workspaces.make()

    async def post() -> tuple[int, str, bool]:
        answer = await workspace.client.post(CUSTOMERS, json={"name": "Once"}, headers={"Idempotency-Key": "key-1"})
        return answer.status_code, answer.text, "Idempotent-Replayed" in answer.headers

    answers = await asyncio.gather(*(post() for _ in range(20)))

    assert {(status, body) for status, body, _ in answers} == {(201, answers[0][1])}
    assert sum(not replayed for *_, replayed in answers) == 1
    rows = len((await workspace.client.get(CUSTOMERS)).json()["items"])
    assert rows == 1
    figure("R15", "replays", sum(replayed for *_, replayed in answers))
    figure("R15", "rows", rows)


async def test_a_key_with_another_body_is_refused(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    await workspace.client.post(CUSTOMERS, json={"name": "One"}, headers={"Idempotency-Key": "key-1"})

    refused = await workspace.client.post(CUSTOMERS, json={"name": "Two"}, headers={"Idempotency-Key": "key-1"})

    assert refused.status_code == 422
    assert refused.json()["type"].endswith("/idempotency-key-reused")


async def test_a_key_belongs_to_one_person_and_one_route(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    colleague = await workspace.join("member")
    customer = await workspace.create("/customers", name="Northwind")
    headers = {"Idempotency-Key": "key-1"}

    mine = await workspace.client.post(CUSTOMERS, json={"name": "Same"}, headers=headers)
    theirs = await colleague.client.post(CUSTOMERS, json={"name": "Same"}, headers=headers)
    elsewhere = await workspace.client.post(
        "/api/v1/contacts", json={"name": "Petri", "customer_id": customer["id"]}, headers=headers
    )

    assert mine.json()["id"] != theirs.json()["id"]
    assert elsewhere.status_code == 201


async def test_a_refused_request_leaves_its_key_free(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    headers = {"Idempotency-Key": "key-1"}
    body = {"name": "One", "external_refs": [{"system": "erp", "id": "1"}]}
    taken = await workspace.create("/customers", **body)
    refused = await workspace.client.post(CUSTOMERS, json=body, headers=headers)
    await workspace.client.delete(f"{CUSTOMERS}/{taken['id']}")

    accepted = await workspace.client.post(CUSTOMERS, json=body, headers=headers)

    assert (refused.status_code, accepted.status_code) == (409, 201)
