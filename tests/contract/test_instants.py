"""R25: wherever an instant or a day comes in, the ends of the calendar and a bare number are refused by name."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from tests.support.operations import Operation, operations
from tests.support.people import People

pytestmark = pytest.mark.requirement("R25")

UNFIT = {
    "date-time": ("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "1700000000"),
    "date": ("9999-12-31", "0001-01-01", "0", "1700006400"),
}


@pytest.fixture(scope="module")
def people(app: FastAPI) -> People:
    return People(app)


def format_of(schema: dict[str, Any]) -> str:
    """The format of a value that may be null."""
    kinds = [schema, *schema.get("anyOf", [])]
    return next((one["format"] for one in kinds if one.get("format") in UNFIT), "")


def taken_in(app: FastAPI) -> Iterator[tuple[Operation, str, str, str]]:
    """Every operation that takes a moment: where (query or body), under which name, and in which format."""
    for operation in operations(app):
        for parameter in operation.parameters("query"):
            if found := format_of(parameter["schema"]):
                yield operation, "query", parameter["name"], found
        for name, schema in (operation.body or {}).get("properties", {}).items():
            if found := format_of(schema):
                yield operation, "body", name, found


def path_of(operation: Operation) -> str:
    """Its path with ids of nothing."""
    path = operation.path
    for parameter in operation.parameters("path"):
        path = path.replace("{" + parameter["name"] + "}", str(uuid4()))
    return path


async def test_every_moment_that_comes_in_is_bounded(app: FastAPI, people: People) -> None:
    owner = await people.owner()
    asked, taken = 0, []
    for operation, place, name, kind in taken_in(app):
        for value in UNFIT[kind]:
            given = {"params" if place == "query" else "json": {name: value}}
            answer = await owner.client.request(operation.method, path_of(operation), **given)
            asked += 1
            if f"/{name}" not in [error["pointer"] for error in answer.json().get("errors", [])]:
                taken.append((str(operation), name, value, answer.status_code))
    assert taken == []
    assert asked >= 60
