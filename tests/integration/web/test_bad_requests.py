"""Whatever a client sends: a problem that says what is wrong, and nothing half-written."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from httpx2 import Response

from tests.support.workspace import Workspaces

CUSTOMERS = "/api/v1/customers"
MEBIBYTE = 1024 * 1024
JSON = {"Content-Type": "application/json"}


def problem_of(answer: Response) -> dict[str, Any]:
    """The problem, with what every problem has checked."""
    assert answer.headers["content-type"] == "application/problem+json"
    told: dict[str, Any] = answer.json()
    assert told["type"].startswith("https://rapport.dev/problems/")
    assert told["status"] == answer.status_code
    assert told["request_id"] == answer.headers["X-Correlation-Id"]
    assert all(told[name] for name in ("title", "detail", "instance"))
    assert "Traceback" not in answer.text
    if answer.status_code == 422:
        assert told["errors"]
        assert all(error["code"] and error["message"] for error in told["errors"])
    return told


UNREADABLE = {
    "half a document": b'{"name": "North',
    "no document": b"",
    "bytes that are no text": b'{"name": "\xff\xfe"}',
    "a hundred thousand brackets": b"[" * 100_000,
    "a number of ten thousand digits": b'{"name": "x", "custom": {"n": ' + b"9" * 10_000 + b"}}",
    "a list": b"[]",
    "nothing": b"null",
}


@pytest.mark.parametrize("name", UNREADABLE)
async def test_a_body_that_cannot_be_read_is_refused_with_a_reason(name: str, workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.post(CUSTOMERS, content=UNREADABLE[name], headers=JSON)

    assert answer.status_code in {400, 422}
    problem_of(answer)
    assert (await workspace.client.get(CUSTOMERS)).json()["items"] == []


UNFIT = {
    "a NUL": ({"name": "North\x00wind"}, "/name"),
    "half a character": ({"name": "North\ud800"}, "/name"),
    "a line break in a name": ({"name": "North\nwind"}, "/name"),
    "only blanks": ({"name": "   "}, "/name"),
    "an endless name": ({"name": "n" * 201}, "/name"),
    "a number for a name": ({"name": 7}, "/name"),
    "an unknown kind": ({"name": "Northwind", "kind": "club"}, "/kind"),
    "an unknown field": ({"name": "Northwind", "colour": "red"}, "/colour"),
    "a column of the table": (
        {"name": "Northwind", "workspace_id": "0190b6a0-0000-7000-8000-000000000001"},
        "/workspace_id",
    ),
    "an id that is none": ({"name": "Northwind", "owner_id": "me"}, "/owner_id"),
    "too many tags": ({"name": "Northwind", "tags": [f"t{n}" for n in range(51)]}, "/tags"),
    "a name that nobody sees": ({"name": "\u200b\u2060 \u3164"}, "/name"),
    "a tag that nobody sees": ({"name": "Northwind", "tags": ["\u200b"]}, "/tags/0"),
    "no number": ({"name": "Northwind", "custom": {"k": float("nan")}}, "/custom"),
    "a number without end": ({"name": "Northwind", "custom": {"deep": [{"k": float("inf")}]}}, "/custom"),
    "a script for an address": ({"name": "Northwind", "website": "javascript:alert(1)"}, "/website"),
}


@pytest.mark.parametrize("name", UNFIT)
async def test_a_field_that_is_unfit_is_named(name: str, workspaces: Workspaces) -> None:
    body, pointer = UNFIT[name]
    workspace = await workspaces.make()

    answer = await workspace.client.post(CUSTOMERS, content=json.dumps(body), headers=JSON)

    assert answer.status_code == 422
    assert [error["pointer"] for error in problem_of(answer)["errors"]] == [pointer]
    assert (await workspace.client.get(CUSTOMERS)).json()["items"] == []


async def test_json_that_breaks_off_is_told_with_its_place(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.post(CUSTOMERS, content=b'{\n  "name": North}', headers=JSON)

    assert answer.status_code == 422
    (error,) = problem_of(answer)["errors"]
    assert (error["pointer"], error["code"]) == ("", "json_invalid")
    assert error["message"] == "The body is not valid JSON: it breaks at line 2, column 11."


async def test_a_number_beyond_all_bounds_is_refused_at_its_field(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    body = b'{"name": "Northwind", "custom": {"k": 1e999}}'

    answer = await workspace.client.post(CUSTOMERS, content=body, headers=JSON)

    assert answer.status_code == 422
    assert [error["pointer"] for error in problem_of(answer)["errors"]] == ["/custom"]


async def test_a_budget_is_not_below_zero(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    budget = {"amount": "-1", "currency": "EUR"}

    answer = await workspace.client.post("/api/v1/projects", json={"name": "Move", "budget": budget})

    assert answer.status_code == 422
    assert [error["pointer"] for error in problem_of(answer)["errors"]] == ["/budget"]


async def test_json_under_another_content_type_is_refused(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.post(CUSTOMERS, content=b'{"name": "N"}', headers={"Content-Type": "text/plain"})

    assert answer.status_code == 422
    problem_of(answer)


@pytest.mark.requirement("R25")
@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("limit=0", "/limit"),
        ("limit=201", "/limit"),
        ("limit=99999999999999999999999999", "/limit"),
        ("limit=ten", "/limit"),
        ("sort=password", "/sort"),
        ("sort=name;drop table customers", "/sort"),
        ("cursor=nonsense", "/cursor"),
        ("cursor=eyJhIjoxfQ", "/cursor"),
        ("owner_id=1", "/owner_id"),
        ("kind=club", "/kind"),
    ],
)
async def test_a_parameter_that_is_unfit_is_named(query: str, pointer: str, workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.get(f"{CUSTOMERS}?{query}")

    assert answer.status_code == 422
    assert [error["pointer"] for error in problem_of(answer)["errors"]] == [pointer]


async def test_a_nul_in_a_filter_is_no_failure(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.get(CUSTOMERS, params={"q": "a\x00b"})

    assert answer.status_code == 422
    problem_of(answer)


async def test_an_id_that_is_none_is_refused_and_an_unknown_one_is_not_found(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    unfit = await workspace.client.get(f"{CUSTOMERS}/1")
    unknown = await workspace.client.get(f"{CUSTOMERS}/0190b6a0-0000-7000-8000-000000000001")

    assert (unfit.status_code, unknown.status_code) == (422, 404)
    assert problem_of(unfit)["errors"][0]["pointer"] == "/customer_id"
    problem_of(unknown)


async def test_nothing_leads_to_where_the_request_says_its_host_is(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.get(f"{CUSTOMERS}/", headers={"Host": "evil.example"})

    assert answer.status_code == 404
    assert "evil.example" not in answer.text + str(answer.headers)


async def test_an_unknown_address_and_an_unknown_method_are_problems(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    nowhere = await workspace.client.get("/api/v1/utopia")
    unheard = await workspace.client.put(CUSTOMERS)

    assert (nowhere.status_code, unheard.status_code) == (404, 405)
    problem_of(nowhere)
    problem_of(unheard)
    assert set(unheard.headers["Allow"].split(", ")) == {"GET", "POST"}


@pytest.mark.requirement("R36")
async def test_a_body_over_the_limit_is_413_by_its_declared_length(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    answer = await workspace.client.post(CUSTOMERS, content=b" " * (MEBIBYTE + 1), headers=JSON)

    assert answer.status_code == 413
    assert problem_of(answer)["type"].endswith("/too-large")


@pytest.mark.requirement("R36")
async def test_a_body_over_the_limit_is_413_though_it_comes_in_pieces(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(64):
            yield b" " * (MEBIBYTE // 16)

    answer = await workspace.client.post(CUSTOMERS, content=pieces(), headers=JSON)

    assert answer.status_code == 413
    assert problem_of(answer)["type"].endswith("/too-large")
    assert (await workspace.client.get(CUSTOMERS)).json()["items"] == []


async def test_a_token_that_proves_nothing_is_401_and_says_how_to_sign_in(workspaces: Workspaces) -> None:
    answers = [
        await workspaces.anonymous().get(CUSTOMERS),
        await workspaces.bearing("nonsense").get(CUSTOMERS),
        await workspaces.bearing("rpk_nonsense").get(CUSTOMERS),
        await workspaces.anonymous().get(CUSTOMERS, headers={"Authorization": "Basic bWU6bWU="}),
    ]

    for answer in answers:
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        problem_of(answer)


async def test_an_offered_correlation_id_comes_back_and_an_unfit_one_is_replaced(workspaces: Workspaces) -> None:
    client = workspaces.anonymous()

    kept = await client.get(CUSTOMERS, headers={"X-Correlation-Id": "browser-click-0001"})
    replaced = await client.get(CUSTOMERS, headers={"X-Correlation-Id": "a b\tc"})

    assert problem_of(kept)["request_id"] == "browser-click-0001"
    assert problem_of(replaced)["request_id"] != "a b\tc"
