"""One call with one id of somebody else's in one place, made from the OpenAPI document."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx2

from tests.support.bodies import smallest_body, with_id
from tests.support.builders import KINDS, Records
from tests.support.operations import IdParameter, Operation


@dataclass(frozen=True)
class Case:
    """One call, with the ids it is made with."""

    operation: Operation
    place: IdParameter

    def __str__(self) -> str:
        return f"{self.operation} [{self.place}]"


def cases_of(routes: list[Operation]) -> list[Case]:
    """Every place of every operation that takes the id of a record."""
    return [Case(operation, place) for operation in routes for place in operation.ids()]


async def call(
    client: httpx2.AsyncClient, case: Case, records: Records, value: str, *, all_of_path: Records | None = None
) -> httpx2.Response:
    """The operation with the caller's own records, except for `value` in the case's place."""
    operation, place = case.operation, case.place
    path = operation.path
    for parameter in operation.parameters("path"):
        name = parameter["name"]
        own = (all_of_path or records)[KINDS[name]] if name in KINDS else _word(parameter, f"x{uuid4().hex[:8]}")
        chosen = value if place.place == "path" and place.name == name else own
        path = path.replace("{" + name + "}", chosen)
    query = {
        p["name"]: records[KINDS[p["name"]]] if p["name"] in KINDS else _word(p, "Northwind")
        for p in operation.parameters("query")
        if p.get("required")
    }
    if place.place == "query":
        query[place.name] = value
    content: dict[str, Any] = {}
    if operation.body is not None:
        body = smallest_body(operation, records)
        if place.place == "body":
            body = with_id(operation, body, operation.body, place.trail, value, records)
        content = {"json": body}
    return await client.request(operation.method, path, params=query, **content)


def _word(parameter: dict[str, Any], otherwise: str) -> str:
    """The first of the words a parameter takes, where there are only a few."""
    return str(parameter["schema"].get("enum", [otherwise])[0])


def _is_table(answer: httpx2.Response) -> bool:
    return answer.headers.get("content-type", "").startswith("text/csv")


def told(answer: httpx2.Response) -> tuple[int, dict[str, Any]]:
    """Status and body, without the two members that may differ."""
    if _is_table(answer):
        return answer.status_code, {"table": answer.text}
    body = answer.json()
    return answer.status_code, {name: value for name, value in body.items() if name not in {"instance", "request_id"}}


def is_nothing(answer: httpx2.Response, place: IdParameter) -> bool:
    """404; or, for a filter of a list, an empty page, and of a table its head alone."""
    if _is_table(answer):
        return len(answer.text.splitlines()) == 1
    if place.place == "query" and answer.status_code == 200:
        return bool(answer.json().get("items") == [])
    return answer.status_code == 404
