"""Customers as people and programs use them."""

from uuid import uuid4

import pytest

from tests.support.workspace import TestWorkspace, Workspaces

CUSTOMERS = "/api/v1/customers"


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    return await workspaces.make()


async def test_a_created_customer_can_be_read_where_location_says(workspace: TestWorkspace) -> None:
    created = await workspace.client.post(
        CUSTOMERS, json={"name": "Northwind Logistics", "domains": ["Northwind.Example"]}
    )

    read = await workspace.client.get(created.headers["Location"])

    assert created.status_code == 201
    assert read.json()["domains"] == ["northwind.example"]
    assert read.json()["id"] == created.json()["id"]
    assert read.headers["ETag"] == created.headers["ETag"] == '"1"'


async def test_patch_leaves_absent_fields_and_clears_null_ones(workspace: TestWorkspace) -> None:
    customer = await workspace.create(
        "/customers", name="Northwind", website="https://northwind.example", tags=["pilot"]
    )

    changed = await workspace.client.patch(f"{CUSTOMERS}/{customer['id']}", json={"website": None})

    assert changed.json()["website"] is None
    assert changed.json()["tags"] == ["pilot"]
    assert changed.json()["version"] == 2


@pytest.mark.requirement("R57")
async def test_a_change_against_an_old_version_is_refused_and_changes_nothing(workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    path = f"{CUSTOMERS}/{customer['id']}"
    await workspace.client.patch(path, json={"name": "Northwind Oy"}, headers={"If-Match": '"1"'})

    refused = await workspace.client.patch(path, json={"name": "Southwind"}, headers={"If-Match": '"1"'})

    assert refused.status_code == 412
    assert (await workspace.client.get(path)).json()["name"] == "Northwind Oy"


async def test_the_same_external_reference_twice_is_a_problem_that_says_so(workspace: TestWorkspace) -> None:
    await workspace.create("/customers", name="One", external_refs=[{"system": "salesforce", "id": "1"}])

    refused = await workspace.client.post(
        CUSTOMERS, json={"name": "Two", "external_refs": [{"system": "salesforce", "id": "1"}]}
    )

    assert refused.status_code == 409
    assert refused.json()["type"].endswith("/external-ref-taken")


async def test_put_by_ref_creates_once_and_then_changes(workspace: TestWorkspace) -> None:
    path = f"{CUSTOMERS}/by-ref/salesforce/0015g"

    first = await workspace.client.put(path, json={"name": "Northwind", "tags": ["pilot"]})
    second = await workspace.client.put(path, json={"name": "Northwind Oy"})

    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    assert second.json()["name"] == "Northwind Oy"
    assert second.json()["tags"] == ["pilot"]
    assert second.json()["external_refs"] == [{"system": "salesforce", "id": "0015g", "url": None}]


@pytest.mark.parametrize("sort", ["name", "-name", "created_at", "-created_at", "-last_interaction_at"])
async def test_pages_hold_every_customer_once_in_every_order(workspace: TestWorkspace, sort: str) -> None:
    names = {"Alaberg", "beta", "Ceta", "delta", "Älv"}
    for name in names:
        await workspace.create("/customers", name=name)

    seen: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2, "sort": sort} | ({"cursor": cursor} if cursor else {})
        page = (await workspace.client.get(CUSTOMERS, params=query)).json()
        seen += [item["name"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(seen) == len(names)
    assert set(seen) == names
    if sort.endswith("name"):
        assert seen == sorted(names, key=str.lower, reverse=sort.startswith("-"))


async def test_filters_narrow_by_name_kind_owner_and_tag(workspace: TestWorkspace) -> None:
    await workspace.create("/customers", name="100% Cotton", kind="internal", tags=["pilot"])
    await workspace.create("/customers", name="Northwind", owner_id=str(workspace.owner.user_id))

    async def names(**query: str) -> list[str]:
        found = await workspace.client.get(CUSTOMERS, params=query)
        return [item["name"] for item in found.json()["items"]]

    assert await names(q="NORTH") == ["Northwind"]
    assert await names(q="0% c") == ["100% Cotton"]
    assert await names(q="%") == ["100% Cotton"]
    assert await names(kind="internal") == ["100% Cotton"]
    assert await names(tag="pilot") == ["100% Cotton"]
    assert await names(owner_id=str(workspace.owner.user_id)) == ["Northwind"]


async def test_an_unknown_owner_is_told_like_a_missing_record_with_its_field(workspace: TestWorkspace) -> None:
    refused = await workspace.client.post(CUSTOMERS, json={"name": "Northwind", "owner_id": str(uuid4())})

    assert refused.status_code == 404
    assert refused.json()["errors"][0]["pointer"] == "/owner_id"


async def test_deleting_a_customer_takes_its_contacts_along(workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    contact = await workspace.create("/contacts", name="Petri Aho", customer_id=customer["id"])

    deleted = await workspace.client.delete(f"{CUSTOMERS}/{customer['id']}")

    assert deleted.status_code == 204
    assert (await workspace.client.get(f"/api/v1/contacts/{contact['id']}")).status_code == 404
    assert (await workspace.client.get("/api/v1/search", params={"q": "Petri"})).json()["items"] == []


async def test_hot_reads_cost_one_statement(workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    reader = workspace.parts.database.reader
    await workspace.client.get(CUSTOMERS)

    for path in (CUSTOMERS, f"{CUSTOMERS}/{customer['id']}", "/api/v1/search?q=north"):
        before = reader.statements
        assert (await workspace.client.get(path)).status_code == 200
        assert reader.statements - before == 1, path


async def test_an_unused_customer_and_contact_can_be_taken_away_again(workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    contact = await workspace.create("/contacts", customer_id=customer["id"], name="Petri")
    unused = {"only_unused": True}

    kept = await workspace.client.delete(f"{CUSTOMERS}/{customer['id']}", params=unused)
    person = await workspace.client.delete(f"/api/v1/contacts/{contact['id']}", params=unused)
    gone = await workspace.client.delete(f"{CUSTOMERS}/{customer['id']}", params=unused)

    assert (kept.status_code, person.status_code, gone.status_code) == (409, 204, 204)
    assert kept.json()["type"].endswith("still-used")


async def test_whatever_belongs_to_a_record_keeps_it(workspace: TestWorkspace) -> None:
    customer = await workspace.create("/customers", name="Northwind")
    other = await workspace.create("/customers", name="Southwind")
    contact = await workspace.create("/contacts", customer_id=other["id"], name="Petri")
    project = await workspace.create("/projects", name="Crane", key="CRN", customer_ids=[customer["id"], other["id"]])
    await workspace.create(f"/projects/{project['id']}/tasks", title="Lift", assignee_contact_id=contact["id"])
    unused = {"only_unused": True}

    customer_kept = await workspace.client.delete(f"{CUSTOMERS}/{customer['id']}", params=unused)
    contact_kept = await workspace.client.delete(f"/api/v1/contacts/{contact['id']}", params=unused)

    assert (customer_kept.status_code, contact_kept.status_code) == (409, 409)
    assert (await workspace.client.get(f"{CUSTOMERS}/{customer['id']}")).status_code == 200
