"""R25: whatever stands in a parameter or a field, the answer is one of ours: never a failure, never a word of SQL."""

import random
import re
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from httpx2 import Response

from tests.support.assurance.recording import FigureTaker
from tests.support.bodies import smallest_body, with_id
from tests.support.builders import KINDS, Furnished, Records
from tests.support.operations import Operation, operations
from tests.support.people import People

pytestmark = pytest.mark.requirement("R25")

PAYLOADS = (
    "'",
    "' OR '1'='1",
    '"; DROP TABLE rapport.customers; --',
    "1) UNION SELECT password_hash FROM rapport.users --",
    "name; SELECT pg_sleep(10)",
    "$1",
    "%s%n%(x)s{0}",
    "\\",
    "*:* & | ! <-> (",
    "-1",
    "99999999999999999999999",
    "1e400",
    "../../etc/passwd",
    "\u202e\u0000x",
    "\ud800",
    "created_at desc",
    "version::text",
    "[]",
)
EACH = 3
#: These cost a slow hash each, by design; their fields are tried in the tests of accounts and passwords.
LEFT_OUT = {"POST /auth/register", "POST /auth/token", "POST /me/password"}
SQL = re.compile(
    r"\b(syntax error|asyncpg|psycopg|sqlalchemy|pg_catalog|SQLSTATE|Traceback|invalid input syntax)"
    r"|\b(relation|column) \\*\""
)


def complaint(sent: str, answer: Response) -> str | None:
    """What is wrong with an answer, or None."""
    if answer.status_code >= 500:
        return f"{sent}: {answer.status_code} {answer.text[:200]}"
    if found := SQL.search(answer.text):
        return f"{sent}: says {found[0]!r}"
    if answer.status_code >= 400:
        if answer.headers["content-type"] != "application/problem+json":
            return f"{sent}: {answer.status_code} as {answer.headers['content-type']}"
        if not answer.json().get("request_id"):
            return f"{sent}: {answer.status_code} without a request id"
    return None


def fields_of(operation: Operation, schema: dict[str, Any], trail: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The way to every value inside a body that is no object itself."""
    found = []
    for choice in operation.choices(schema):
        if "properties" in choice:
            for name, inner in choice["properties"].items():
                found += fields_of(operation, inner, (*trail, name))
        elif choice.get("type") == "array":
            found += fields_of(operation, choice["items"], (*trail, "[]"))
        elif trail:
            found.append(trail)
    return list(dict.fromkeys(found))


def path_of(operation: Operation, records: Records, name: str = "", payload: str = "") -> str:
    path = operation.path
    for parameter in operation.parameters("path"):
        own = records.get(KINDS.get(parameter["name"], ""), "word")
        value = payload if parameter["name"] == name else own
        path = path.replace("{" + parameter["name"] + "}", _quoted(value))
    return path


def _quoted(value: str) -> str:
    return quote(value.encode("utf-8", "replace"), safe="")


async def parameters_of(people: People, apart: Furnished, operation: Operation, chance: random.Random) -> list[str]:
    """Every parameter of an operation with hostile values; what was wrong."""
    client, records = apart.here.client, apart.own
    wrong = []
    for parameter in [*operation.parameters("path"), *operation.parameters("query")]:
        for payload in chance.sample(PAYLOADS, EACH):
            sent = payload.encode("utf-8", "replace").decode()
            is_path = parameter["in"] == "path"
            path = path_of(operation, records, parameter["name"] if is_path else "", sent)
            query = {} if is_path else {parameter["name"]: sent}
            answer = await client.request(operation.method, path, params=query)
            wrong.append(complaint(f"{operation} {parameter['name']}={payload!r}", answer))
    return [one for one in wrong if one]


async def body_of(apart: Furnished, operation: Operation, chance: random.Random) -> list[str]:
    """Every field of a body with a hostile value; what was wrong."""
    client, records, wrong = apart.here.client, apart.own, []
    for trail in fields_of(operation, operation.body or {}):
        payload = chance.choice(PAYLOADS).encode("utf-8", "replace").decode()
        body = with_id(operation, smallest_body(operation, records), operation.body or {}, trail, payload, records)
        answer = await client.request(operation.method, path_of(operation, records), json=body)
        wrong.append(complaint(f"{operation} {'.'.join(trail)}={payload!r}", answer))
    return [one for one in wrong if one]


@pytest.fixture
def tried(app: FastAPI) -> list[Operation]:
    """Every operation that ends and costs no slow hash."""
    return [one for one in operations(app) if not one.is_stream and str(one) not in LEFT_OUT]


async def test_no_parameter_breaks_an_answer_or_brings_out_sql(
    people: People, apart: Furnished, tried: list[Operation], figure: FigureTaker
) -> None:
    seed = random.randrange(1 << 32)
    chance, wrong = random.Random(seed), []
    for operation in tried:
        wrong += await parameters_of(people, apart, operation, chance)
    assert wrong == [], f"seed {seed}"
    count = sum(len(one.parameters("path")) + len(one.parameters("query")) for one in tried)
    figure("R25", "parameters with hostile values", count * EACH)


async def test_no_field_of_a_body_breaks_an_answer_or_brings_out_sql(
    apart: Furnished, tried: list[Operation], figure: FigureTaker
) -> None:
    seed = random.randrange(1 << 32)
    chance, wrong, count = random.Random(seed), [], 0
    for operation in tried:
        if operation.body is not None:
            wrong += await body_of(apart, operation, chance)
            count += len(fields_of(operation, operation.body))
    assert wrong == [], f"seed {seed}"
    figure("R25", "fields with hostile values", count)


async def test_a_failure_a_leak_and_an_answer_that_is_no_problem_are_noticed() -> None:
    problem = {"content-type": "application/problem+json"}
    for planted in (
        Response(500, json={"request_id": "x"}, headers=problem),
        Response(422, json={"request_id": "x", "detail": 'relation "users" does not exist'}, headers=problem),
        Response(404, json={"request_id": "x"}),
        Response(404, json={}, headers=problem),
    ):
        assert complaint("planted", planted)
    assert complaint("good", Response(404, json={"request_id": "x"}, headers=problem)) is None
