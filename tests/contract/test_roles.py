"""R17: who may call what. `role_matrix.json` names the roles for every operation; a new route needs a row."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI

from services.api.identity.policy import ROLES, SCOPES
from services.api.main import create_app
from services.kit.settings import Settings
from tests.support.forged_tokens import forge
from tests.support.operations import Operation, operations
from tests.support.people import People, Person

pytestmark = pytest.mark.requirement("R17")

MATRIX: dict[str, str] = json.loads((Path(__file__).parent / "role_matrix.json").read_text())
ANYONE, SIGNED_IN = "anyone", "signed in"
STREAM_SECONDS = 0.2


@pytest.fixture(scope="module")
def people(app: FastAPI) -> People:
    return People(app)


@pytest.fixture(scope="module")
def routes(app: FastAPI) -> list[Operation]:
    return operations(app)


async def answer_of(client: httpx2.AsyncClient, operation: Operation) -> tuple[int, str]:
    """Status and problem of a call with ids of nothing and an empty body; a stream that goes on counts as 200."""
    path = operation.path
    for parameter in operation.parameters("path"):
        value = str(uuid4()) if parameter["schema"].get("format") == "uuid" else "nothing"
        path = path.replace("{" + parameter["name"] + "}", value)
    body: dict[str, Any] = {"json": {}} if operation.body is not None else {}
    try:
        async with asyncio.timeout(STREAM_SECONDS if operation.is_stream else 10):
            answer = await client.request(operation.method, path, **body)
    except TimeoutError:
        return 200, ""
    is_problem = answer.headers.get("content-type") == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition("/")[2] if is_problem else ""


def is_admitted(answer: tuple[int, str]) -> bool:
    """Whether the door was passed, whatever was found behind it."""
    return answer[0] != 403 and answer[1] != "unauthenticated" and answer[0] < 500


def without_row(routes: list[Operation]) -> set[str]:
    return {str(operation) for operation in routes} - MATRIX.keys()


def test_every_operation_has_a_row_and_every_row_an_operation(routes: list[Operation]) -> None:
    assert without_row(routes) == set()
    assert MATRIX.keys() - {str(operation) for operation in routes} == set()


def test_a_new_route_without_a_row_is_noticed(settings: Settings) -> None:
    grown = create_app(settings)
    grown.add_api_route("/api/v1/planted/{planted_id}", lambda planted_id: planted_id, methods=["DELETE"])
    assert without_row(operations(grown)) == {"DELETE /planted/{planted_id}"}


def test_only_the_named_operations_ask_for_no_token(routes: list[Operation]) -> None:
    assert {str(operation) for operation in routes if operation.is_public} == {
        route for route, roles in MATRIX.items() if roles == ANYONE
    }


async def test_each_role_may_call_what_its_row_says(people: People, routes: list[Operation]) -> None:
    owner = await people.owner()
    others = [await people.member(owner.workspace_id, role) for role in ROLES if role != "owner"]
    wrong = []
    for person in [owner, *others]:
        for operation in routes:
            allowed = MATRIX.get(str(operation), "")
            answer = await answer_of(person.client, operation)
            expected = allowed in {ANYONE, SIGNED_IN} or person.role in allowed.split()
            if is_admitted(answer) is not expected:
                wrong.append((str(operation), person.role, "expected" if expected else "not expected", answer))
    assert wrong == []


async def test_without_a_valid_token_everything_else_is_401(people: People, routes: list[Operation]) -> None:
    person = await people.owner()
    expired = people.parts.tokens.sign_access(
        user_id=person.user_id, workspace_id=person.workspace_id, token_version=1, life=timedelta(minutes=-1)
    )
    settings = people.parts.settings
    unsigned = forge(
        settings.secret_key, issuer=settings.public_url, user_id=person.user_id, workspace_id=person.workspace_id
    ).unsigned(alg="none")
    unsubscribe = people.parts.tokens.sign_unsubscribe(person.workspace_id, person.user_id)
    wrong = []
    for token in (None, expired, unsigned, unsubscribe, "rpk_nothing", "rpr_nothing"):
        client = people.client(token)
        for operation in routes:
            if operation.is_public:
                continue
            answer = await answer_of(client, operation)
            if answer != (401, "unauthenticated"):
                wrong.append((str(operation), token, answer))
    assert wrong == []


async def test_a_public_operation_answers_a_stranger_as_it_answers_an_owner(
    people: People, routes: list[Operation]
) -> None:
    person, stranger = await people.owner(), people.client()
    for operation in routes:
        if operation.is_public:
            assert await answer_of(stranger, operation) == await answer_of(person.client, operation), str(operation)


async def test_a_key_opens_a_resource_with_its_scope_and_with_no_other(people: People, routes: list[Operation]) -> None:
    owner = await people.owner()
    keys: dict[frozenset[str], Person] = {}
    wrong = []
    for operation in routes:
        if MATRIX.get(str(operation)) in {ANYONE, SIGNED_IN}:
            continue
        scope = f"{operation.resource}:{'read' if operation.method == 'GET' else 'write'}"
        for scopes, expected in ((frozenset({scope}), True), (SCOPES - {scope}, False)):
            if scopes not in keys:
                keys[scopes] = await people.program(owner, sorted(scopes))
            answer = await answer_of(keys[scopes].client, operation)
            # A key may hold the scope and still be told that only a person can do this.
            if expected and answer == (403, "person-needed"):
                continue
            if is_admitted(answer) is not expected:
                wrong.append((str(operation), scope, "expected" if expected else "not expected", answer))
    assert wrong == []
