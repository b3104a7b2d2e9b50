"""API keys: shown once, stored as a digest, never more than their creator, ended at once."""

import asyncio
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from services.api.identity.members.models import Member
from services.api.web.idempotency_models import IdempotencyKey
from services.kit.actor import system_actor
from services.kit.clock import now
from tests.support.people import People, Person


async def eventually(person: Person, path: str, status: int) -> None:
    """Wait until a change has reached this worker; at most 5 seconds (R24)."""
    deadline = time.monotonic() + 5
    while (await person.client.get(path)).status_code != status:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def test_a_key_is_shown_once_and_works_within_its_scopes(people: People) -> None:
    owner = await people.owner()
    made = await owner.post("/api-keys", {"name": "ERP bridge", "scopes": ["members:read", "customers:read"]})
    assert made["key"].startswith("rpk_")
    assert made["key"].startswith(made["prefix"])
    assert "key" not in await owner.get(f"/api-keys/{made['id']}")
    assert made["key"] not in str(await owner.get("/api-keys"))
    program = people.client(made["key"])
    me = (await program.get("/me")).json()
    assert (me["kind"], me["permissions"]) == ("api_key", ["customers:read", "members:read"])
    assert (await program.get("/members")).status_code == 200
    assert (await program.get("/api-keys")).status_code == 403
    assert (await program.patch("/me", json={"name": "Renamed by a program"})).status_code == 403


@pytest.mark.parametrize(
    ("scopes", "code"),
    [
        (["customers:delete"], "scope_unknown"),
        (["*"], "scope_unknown"),
        (["search:write"], "scope_unknown"),
        ([], "too_short"),
    ],
)
async def test_a_scope_that_does_not_exist_is_refused(scopes: list[str], code: str, people: People) -> None:
    owner = await people.owner()
    answer = await owner.client.post("/api-keys", json={"name": "A key", "scopes": scopes})
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/scopes", code)]


async def test_a_key_that_would_already_have_expired_is_refused(people: People) -> None:
    owner = await people.owner()
    body = {"name": "A key", "scopes": ["me:read"], "expires_at": (now() - timedelta(seconds=1)).isoformat()}
    answer = await owner.client.post("/api-keys", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/expires_at"


async def test_a_key_cannot_make_another_key(people: People) -> None:
    owner = await people.owner()
    program = await people.program(owner, ["api-keys:write", "api-keys:read"])
    answer = await program.client.post("/api-keys", json={"name": "A child", "scopes": ["api-keys:read"]})
    assert answer.status_code == 403


async def test_a_revoked_key_is_refused_at_once_and_gone_from_the_list(people: People) -> None:
    owner = await people.owner()
    made = await owner.post("/api-keys", {"name": "A key", "scopes": ["members:read"]})
    program = Person(people.client(made["key"]), owner.workspace_id, owner.user_id, owner.email, made["key"], "owner")
    assert (await program.client.get("/members")).status_code == 200
    assert (await owner.client.delete(f"/api-keys/{made['id']}")).status_code == 204
    await eventually(program, "/members", 401)
    assert (await owner.get("/api-keys"))["items"] == []
    assert (await owner.client.delete(f"/api-keys/{made['id']}")).status_code == 404
    for event_type in ("api_key.created", "api_key.revoked"):
        assert [data["name"] for data in await people.said(owner.workspace_id, event_type)] == ["A key"]


@pytest.mark.requirement("R24")
async def test_a_key_shrinks_with_its_creators_role_and_ends_with_their_membership(people: People) -> None:
    owner = await people.owner()
    admin = await people.member(owner.workspace_id, "admin")
    program = await people.program(admin, ["members:read", "api-keys:read"])
    assert (await program.client.get("/api-keys")).status_code == 200
    async with people.parts.database.work(system_actor(owner.workspace_id), correlation_id="tests-role") as work:
        member = await work.session.get_one(Member, (owner.workspace_id, admin.user_id))
        member.role = "viewer"
    await eventually(program, "/api-keys", 403)
    assert (await program.client.get("/members")).status_code == 200
    async with people.parts.database.work(system_actor(owner.workspace_id), correlation_id="tests-role") as work:
        await work.session.delete(await work.session.get_one(Member, (owner.workspace_id, admin.user_id)))
    await eventually(program, "/members", 401)
    await eventually(admin, "/members", 401)


async def test_a_key_ends_at_its_time(people: People) -> None:
    owner = await people.owner()
    body = {"name": "Short", "scopes": ["members:read"], "expires_at": (now() + timedelta(seconds=0.5)).isoformat()}
    program = people.client((await owner.post("/api-keys", body))["key"])
    assert (await program.get("/members")).status_code == 200
    await asyncio.sleep(0.6)
    assert (await program.get("/members")).status_code == 401


async def test_when_a_key_was_used_is_written_behind_the_request_and_is_no_change_of_the_key(people: People) -> None:
    owner = await people.owner()
    made = await owner.post("/api-keys", {"name": "A key", "scopes": ["members:read"]})
    program = people.client(made["key"])
    for _ in range(3):
        await program.get("/members")
    deadline = time.monotonic() + 5
    while (kept := await owner.get(f"/api-keys/{made['id']}"))["last_used_at"] is None:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
    assert (kept["version"], kept["updated_at"]) == (made["version"], made["updated_at"])


@pytest.mark.requirement("R24")
async def test_a_removed_role_is_gone_within_five_seconds(people: People) -> None:
    owner = await people.owner()
    admin = await people.member(owner.workspace_id, "admin")
    assert (await admin.client.get("/api-keys")).status_code == 200
    async with people.parts.database.work(system_actor(owner.workspace_id), correlation_id="tests-role") as work:
        statement = update(Member).where(Member.workspace_id == owner.workspace_id, Member.user_id == admin.user_id)
        await work.session.execute(statement.values(role="viewer"))
    await eventually(admin, "/api-keys", 403)


async def test_a_repeated_request_shows_the_same_key_though_it_is_stored_nowhere_in_the_clear(people: People) -> None:
    owner = await people.owner()
    body = {"name": "A key", "scopes": ["members:read"]}
    answers = [
        await owner.client.post("/api-keys", json=body, headers={"Idempotency-Key": "once-only"}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len((await owner.get("/api-keys"))["items"]) == 1
    statement = select(IdempotencyKey.body).where(IdempotencyKey.workspace_id == owner.workspace_id)
    async with people.parts.database.work(system_actor(owner.workspace_id), correlation_id="tests-stored") as work:
        stored = (await work.session.execute(statement)).scalar_one()
    assert stored is not None
    assert answers[0].json()["key"].encode() not in stored


async def test_a_key_finds_only_what_it_may_read(people: People) -> None:
    owner = await people.owner()
    customer = await owner.post("/customers", {"name": "Northwind Logistics"})
    contact = await owner.post("/contacts", {"customer_id": customer["id"], "name": "Nora Northwind"})

    async def found_with(*scopes: str) -> set[str]:
        program = await people.program(owner, list(scopes))
        return {item["id"] for item in (await program.get("/search", q="northwind"))["items"]}

    assert await found_with("search:read") == set()
    assert await found_with("search:read", "contacts:read") == {contact["id"]}
    assert {item["id"] for item in (await owner.get("/search", q="northwind"))["items"]} == {
        customer["id"],
        contact["id"],
    }
