"""R21, R23: secrets planted in another workspace come out of no answer, and no answer says more than its schema."""

import random
import secrets
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from services.kit.database import Database
from tests.support.assurance.recording import FigureTaker
from tests.support.builders import KINDS, OCCURRED_AT, Furnished, Records
from tests.support.event_stream import EventStream
from tests.support.operations import Operation, Schema, operations
from tests.support.people import People, Person

QUERIES = 1_500
#: What both sides look for. The canaries are other words, so that an answer may repeat the question.
WORD = "Quillfeather"
ROLES = ("owner", "manager", "member", "viewer")


@pytest.fixture(scope="module")
def canary() -> str:
    return f"canary{secrets.token_hex(8)}"


@pytest.fixture(scope="module")
def reads(app: FastAPI) -> list[Operation]:
    return [one for one in operations(app) if one.method == "GET" and not one.is_stream and not one.is_public]


async def plant(person: Person, records: Records, canary: str) -> None:
    """The canary in every place where people write, beside the word that is looked for."""
    words = f"{WORD} {canary}"
    customer = await person.post("/customers", {"name": words, "tags": [canary], "custom": {"note": words}})
    contact = {"customer_id": customer["id"], "name": words, "emails": [f"{canary}@quillfeather.example"]}
    await person.post("/contacts", contact)
    project = await person.post("/projects", {"name": words, "objective": words, "customer_ids": [customer["id"]]})
    await person.post(f"/projects/{project['id']}/tasks", {"title": words, "description": words})
    await person.post(f"/projects/{project['id']}/phases", {"name": words})
    await person.post(f"/projects/{project['id']}/milestones", {"name": words})
    call = {"channel": "call", "direction": "inbound", "occurred_at": OCCURRED_AT.isoformat(), "subject": words}
    await person.post("/interactions", {**call, "text": words, "customer_id": customer["id"]})
    records |= {"planted_customer": customer["id"], "planted_project": project["id"]}


def question(operation: Operation, mine: Records, theirs: Records, chance: random.Random) -> tuple[str, dict[str, Any]]:
    """A path and a query with ids of both sides, the word, sorts and pages."""
    path = operation.path
    for parameter in operation.parameters("path"):
        side = chance.choice([mine, mine, theirs])
        path = path.replace("{" + parameter["name"] + "}", side.get(KINDS.get(parameter["name"], ""), WORD))
    query: dict[str, Any] = {}
    for parameter in operation.parameters("query"):
        if parameter.get("required") or chance.random() < 0.4:
            query[parameter["name"]] = _value(operation, parameter, theirs, chance)
    return path, query


def _value(operation: Operation, parameter: Schema, theirs: Records, chance: random.Random) -> Any:
    choice = (operation.choices(parameter["schema"]) or [{}])[0]
    if parameter["name"] in KINDS:
        return chance.choice([theirs.get(KINDS[parameter["name"]], WORD), theirs["planted_customer"]])
    if choice.get("enum"):
        return chance.choice(choice["enum"])
    if choice.get("type") == "array":
        options = operation.choices(choice["items"])[0].get("enum") or [WORD]
        return [chance.choice(options)]
    by_type = {"integer": chance.choice([1, 25, 200]), "boolean": chance.choice(["true", "false"])}
    return by_type.get(str(choice.get("type")), chance.choice([WORD, WORD.lower(), WORD[:5], f"{WORD[:-1]}x"]))


@pytest.mark.requirement("R23")
async def test_a_canary_of_another_workspace_comes_out_of_no_query(
    people: People, apart: Furnished, reads: list[Operation], canary: str, figure: FigureTaker
) -> None:
    seed, theirs = random.randrange(1 << 32), dict(apart.foreign)
    await plant(apart.there, theirs, canary)
    chance, answered = random.Random(seed), 0
    mine = dict(apart.own)
    for _ in range(QUERIES):
        operation = chance.choice(reads)
        path, query = question(operation, mine, theirs, chance)
        answer = await apart.here.client.get(path, params=query)
        assert canary not in answer.text, f"seed {seed}: {operation} {query}"
        assert answer.status_code < 500, f"seed {seed}: {operation} {query} {answer.text}"
        answered += answer.status_code == 200
    # Those who may see it find it by the same questions: the queries do look where it is.
    assert canary in (await apart.there.client.get("/search", params={"q": WORD})).text
    assert answered > QUERIES / 4
    figure("R23", "mixed queries", QUERIES)
    figure("R23", "of them answered 200", answered)


@pytest.mark.requirement("R23")
async def test_an_open_stream_and_the_bell_say_nothing_of_another_workspace(
    app: FastAPI, worker_database: Database, apart: Furnished, canary: str
) -> None:
    async with EventStream(app, apart.here) as stream:
        await plant(apart.there, dict(apart.foreign), canary)
        last = await apart.here.post("/customers", {"name": "Our own"})
        async with worker_database.unscoped_session() as session:
            # As the relay does: what has a position is told live.
            await session.execute(text("SELECT rapport.number_events(100000)"))
            await session.commit()
        told = []
        while not told or told[-1]["data"]["subject"]["id"] != last["id"]:
            told.append(await stream.next())
    assert canary not in str(told)
    for path in ("/events", "/notifications", "/me"):
        assert canary not in (await apart.here.client.get(path)).text


def unexpected(operation: Operation, schema: Schema, value: Any, trail: str = "") -> list[str]:
    """Members of an answer that its schema does not name."""
    choices = operation.choices(schema)
    if isinstance(value, list):
        inner = [choice["items"] for choice in choices if choice.get("type") == "array" and "items" in choice]
        return [
            found for one in value for found in (unexpected(operation, inner[0], one, f"{trail}[]") if inner else [])
        ]
    if not isinstance(value, dict):
        return []
    objects = [choice for choice in choices if "properties" in choice]
    if not objects or any(choice.get("additionalProperties") for choice in choices):
        return []
    best = max(objects, key=lambda choice: len(choice["properties"].keys() & value.keys()))
    found = [f"{trail}.{name}" for name in value.keys() - best["properties"].keys()]
    for name in value.keys() & best["properties"].keys():
        found += unexpected(operation, best["properties"][name], value[name], f"{trail}.{name}")
    return found


@pytest.mark.requirement("R21")
@pytest.mark.parametrize("role", ROLES)
async def test_an_answer_says_no_more_than_its_schema_whoever_asks(
    role: str, people: People, apart: Furnished, reads: list[Operation], figure: FigureTaker
) -> None:
    person = await people.member(apart.here.workspace_id, role)
    seen, wrong = 0, []
    for operation in reads:
        path = operation.path
        for parameter in operation.parameters("path"):
            path = path.replace("{" + parameter["name"] + "}", apart.own.get(KINDS.get(parameter["name"], ""), "x"))
        query = {one["name"]: WORD for one in operation.parameters("query") if one.get("required")}
        answer = await person.client.get(path, params=query)
        content = operation.described["responses"].get("200", {}).get("content", {}).get("application/json")
        if answer.status_code == 200 and content:
            seen += 1
            wrong += [(str(operation), one) for one in unexpected(operation, content["schema"], answer.json())]
    assert wrong == []
    assert seen > 10
    figure("R21", "answers compared with their schemas", seen)


def test_a_member_that_no_schema_names_is_noticed(reads: list[Operation]) -> None:
    operation = next(one for one in reads if str(one) == "GET /customers/{customer_id}")
    schema = operation.described["responses"]["200"]["content"]["application/json"]["schema"]
    assert unexpected(operation, schema, {"name": "Northwind", "password_hash": "x"}) == [".password_hash"]
