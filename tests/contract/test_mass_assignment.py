"""R20: no write body takes a column that is not offered, and refusing one changes nothing."""

from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from services.api.models import metadata
from tests.support.operations import Operation, operations
from tests.support.people import People

pytestmark = pytest.mark.requirement("R20")

#: Objects whose members the caller names; each with the reason.
FREE_FORM = {
    "custom": "a customer's own fields, stored as one JSON value",
    "settings": "a provider's settings, checked by the provider and sealed",
}
SMUGGLED = {column.name for table in metadata.tables.values() for column in table.columns} | {"is_admin", "tenant_id"}


@pytest.fixture(scope="module")
def people(app: FastAPI) -> People:
    return People(app)


@pytest.fixture(scope="module")
def writes(app: FastAPI) -> list[Operation]:
    return [operation for operation in operations(app) if operation.body is not None]


def path_of(operation: Operation) -> str:
    path = operation.path
    for parameter in operation.parameters("path"):
        value = str(uuid4()) if parameter["schema"].get("format") == "uuid" else "nothing"
        path = path.replace("{" + parameter["name"] + "}", value)
    return path


async def test_every_column_that_is_not_offered_is_refused_by_name(people: People, writes: list[Operation]) -> None:
    owner = await people.owner()
    taken = []
    for operation in writes:
        offered = set((operation.body or {}).get("properties", {}))
        smuggled = SMUGGLED - offered
        answer = await owner.client.request(operation.method, path_of(operation), json=dict.fromkeys(smuggled, "x"))
        errors = answer.json().get("errors", [])
        refused = {error["pointer"][1:] for error in errors if error["code"] == "extra_forbidden"}
        if answer.status_code != 422 or refused != smuggled:
            taken.append((str(operation), answer.status_code, sorted(smuggled - refused)))
    assert taken == []


def test_objects_inside_a_body_are_as_strict(writes: list[Operation]) -> None:
    open_ones = [
        (str(operation), ".".join(trail))
        for operation in writes
        for trail, schema in _objects(operation, operation.body or {}, ())
        if schema.get("additionalProperties") is not False and not FREE_FORM.keys() & set(trail)
    ]
    assert open_ones == []


async def test_a_refused_column_leaves_the_stored_row_as_it_was(people: People) -> None:
    owner, stranger = await people.owner(), await people.owner()
    customer = await owner.post("/customers", {"name": "Northwind"})
    path = f"/customers/{customer['id']}"
    for name, value in {
        "id": str(uuid4()),
        "workspace_id": str(stranger.workspace_id),
        "created_at": "2001-01-01T00:00:00Z",
        "version": 99,
        "last_interaction_at": "2001-01-01T00:00:00Z",
    }.items():
        answer = await owner.client.patch(path, json={"name": "Renamed", name: value})
        assert answer.status_code == 422
    assert await owner.get(path) == customer


def _objects(operation: Operation, schema: dict[str, Any], trail: tuple[str, ...]) -> list[tuple[tuple[str, ...], Any]]:
    """Every object schema within a body, with the way to it."""
    found: list[tuple[tuple[str, ...], Any]] = []
    for choice in operation.choices(schema):
        if choice.get("type") == "object" or "properties" in choice:
            found.append((trail, choice))
        if choice.get("type") == "array":
            found += _objects(operation, choice["items"], (*trail, "[]"))
        for name, inner in choice.get("properties", {}).items():
            found += _objects(operation, inner, (*trail, name))
    return found
