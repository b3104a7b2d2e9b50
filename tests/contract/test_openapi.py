"""The API's document: committed and fresh, complete for those who read it, and a promise that is kept."""

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from services.api.openapi import document, text
from services.api.web.reference_page import by_tag, render
from tests.contract.promises import FILE, broken, committed, promises

COMMITTED = Path(__file__).parents[2] / "frontend" / "openapi.json"
PRESENT = document()
OPERATIONS = [(method, path, operation) for entries in by_tag(PRESENT).values() for method, path, operation in entries]
# Answered to programs that watch the process, not to callers of the API.
OF_THE_PROCESS = {"/healthz", "/readyz"}


def test_the_committed_document_is_fresh() -> None:
    assert COMMITTED.exists(), "run: make types"
    assert COMMITTED.read_text() == text(), "run: make types"


def test_the_document_is_the_same_each_time_it_is_made() -> None:
    assert text() == text()


@pytest.mark.parametrize(
    ("method", "path", "operation"), OPERATIONS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_an_operation_says_what_it_is_and_how_it_fails(method: str, path: str, operation: dict[str, Any]) -> None:
    assert operation["operationId"].replace("_", "").isalnum()
    assert operation["summary"]
    assert "success" not in operation["summary"].lower()
    if path in OF_THE_PROCESS:
        return
    refusals = {status: answer for status, answer in operation["responses"].items() if status >= "400"}
    assert {"401", "403", "422"} & set(refusals)
    for answer in refusals.values():
        assert list(answer["content"]) == ["application/problem+json"]


def test_operation_names_are_used_once() -> None:
    names = [operation["operationId"] for _, _, operation in OPERATIONS]

    assert sorted(names) == sorted(set(names))


def test_every_promise_of_the_present_document_is_on_the_committed_list() -> None:
    assert FILE.exists(), "run: python -m tests.contract.promises"
    missing = promises(PRESENT) - committed()
    assert not missing, f"run: python -m tests.contract.promises ({len(missing)} new lines)"


def test_no_promise_is_broken() -> None:
    assert broken(committed(), promises(PRESENT)) == []


def _planted(change: Callable[[dict[str, Any]], None]) -> list[str]:
    changed: dict[str, Any] = copy.deepcopy(PRESENT)
    change(changed)
    return broken(promises(PRESENT), promises(changed))


def _schema(api: dict[str, Any], name: str) -> dict[str, Any]:
    schema: dict[str, Any] = api["components"]["schemas"][name]
    return schema


def _drop_operation(api: dict[str, Any]) -> None:
    del api["paths"]["/api/v1/customers/{customer_id}"]["patch"]


def _rename_operation(api: dict[str, Any]) -> None:
    api["paths"]["/api/v1/customers"]["get"]["operationId"] = "customers"


def _drop_field(api: dict[str, Any]) -> None:
    del _schema(api, "CustomerRead")["properties"]["website"]


def _change_type(api: dict[str, Any]) -> None:
    _schema(api, "CustomerRead")["properties"]["version"] = {"type": "string"}


def _need_more(api: dict[str, Any]) -> None:
    _schema(api, "CustomerCreate")["required"].append("website")


def _accept_less(api: dict[str, Any]) -> None:
    _schema(api, "CustomerCreate")["properties"]["kind"]["enum"].remove("person")


def _need_a_parameter(api: dict[str, Any]) -> None:
    api["paths"]["/api/v1/customers"]["get"]["parameters"][0]["required"] = True


@pytest.mark.parametrize(
    "change",
    [_drop_operation, _rename_operation, _drop_field, _change_type, _need_more, _accept_less, _need_a_parameter],
)
def test_a_planted_breaking_change_is_found(change: Callable[[dict[str, Any]], None]) -> None:
    assert _planted(change)


def test_additions_break_nothing() -> None:
    def add(api: dict[str, Any]) -> None:
        _schema(api, "CustomerRead")["properties"]["colour"] = {"type": "string"}
        _schema(api, "CustomerCreate")["properties"]["colour"] = {"type": "string"}
        _schema(api, "CustomerCreate")["required"].remove("name")
        parameter = {"name": "colour", "in": "query", "schema": {"type": "string"}}
        api["paths"]["/api/v1/customers"]["get"]["parameters"].append(parameter)

    assert _planted(add) == []


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
    elif isinstance(part, str):
        yield part


def test_the_reference_shows_every_operation_and_schema_and_runs_nothing() -> None:
    page = render(PRESENT, style="")

    for _, path, operation in OPERATIONS:
        assert f'id="{operation["operationId"]}"' in page
        assert path in page
    for name in PRESENT["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    assert "<script" not in page
    assert "http://" not in page.replace("http://127.0.0.1", "")


def test_the_reference_escapes_whatever_the_document_says() -> None:
    evil = copy.deepcopy(PRESENT)
    evil["paths"]["/api/v1/customers"]["get"]["summary"] = "<script>alert(1)</script>"
    _schema(evil, "CustomerRead")["description"] = '"><img src=x onerror=alert(1)>'

    page = render(evil, style="")

    assert "<script" not in page
    assert "<img" not in page
