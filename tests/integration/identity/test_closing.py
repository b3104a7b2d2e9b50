"""Deleting a workspace: who may, with what proof, and that it ends everything of it within five seconds."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import update

from services.api.identity.accounts.models import Workspace
from services.api.identity.sessions.throttles import PER_ACCOUNT
from services.api.main import create_app
from services.kit.actor import system_actor
from services.kit.database import Database
from services.kit.settings import Settings
from tests.integration.identity.test_members import SECONDS, problem, seconds_until
from tests.support.people import PASSWORD, People, Person
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import Workspaces

PROOF = {"name": "Berg Consulting", "password": PASSWORD}


async def close(person: Person, **changes: str | None) -> httpx2.Response:
    """The owner deletes their workspace, with some of the proof changed."""
    return await person.client.post("/workspace/close", json={**PROOF, **changes})


async def make_demo(people: People, person: Person) -> None:
    """Mark a workspace as the demo's loader does."""
    async with people.parts.database.work(system_actor(person.workspace_id), correlation_id="tests-demo") as work:
        await work.session.execute(update(Workspace).where(Workspace.id == person.workspace_id).values(is_demo=True))


def cookies_of(answer: httpx2.Response) -> str:
    return "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_list("set-cookie"))


@pytest.fixture
async def strict(app: FastAPI) -> AsyncIterator[People]:
    """People at the application as it is delivered, with its limits on."""
    settings: Settings = app.state.parts.settings
    application = create_app(settings.model_copy(update={"rate_limits": "on"}))
    yield People(application)
    await application.state.parts.close()


async def test_the_owner_deletes_the_workspace_and_nobody_gets_in_any_more(people: People) -> None:
    owner, cookies = await people.signed_up()
    colleague = await people.member(owner.workspace_id, "admin")
    program = await people.program(colleague, ["customers:read"])
    assert (await close(owner)).status_code == 204
    for person in (owner, colleague, program):
        assert await seconds_until(person, "/customers", 401) < SECONDS
    refreshed = await people.client().post("/auth/refresh", headers={"Cookie": cookies})
    assert problem(refreshed) == (401, "session-ended")
    signed_in = await people.client().post("/auth/token", data={"username": owner.email, "password": PASSWORD})
    assert problem(signed_in) == (403, "no-workspace")
    (said,) = await people.said(owner.workspace_id, "workspace.closed")
    assert said == {"name": "Berg Consulting", "is_demo": False}


async def test_open_streams_of_a_closed_workspace_end_and_another_one_goes_on(people: People) -> None:
    owner, _ = await people.signed_up()
    member, bystander = await people.member(owner.workspace_id), await people.owner()
    streams = [asyncio.create_task(person.client.get("/events/stream")) for person in (owner, member)]
    elsewhere = asyncio.create_task(bystander.client.get("/events/stream"))
    await asyncio.sleep(0.3)
    assert not any(stream.done() for stream in streams)
    await close(owner)
    started = time.monotonic()
    async with asyncio.timeout(2 * SECONDS):
        await asyncio.gather(*streams)
    assert time.monotonic() - started < SECONDS + 3
    assert not elsewhere.done()
    elsewhere.cancel()


async def test_without_the_name_and_the_password_nothing_is_deleted(people: People) -> None:
    owner, _ = await people.signed_up()
    expected = {
        "no name": ({"name": None}, "/name", "missing"),
        "another name": ({"name": "berg consulting"}, "/name", "name_wrong"),
        "no password": ({"password": None}, "/password", "missing"),
        "another password": ({"password": "not the password"}, "/password", "password_wrong"),
    }
    for case, (changes, pointer, code) in expected.items():
        answer = await close(owner, **changes)
        faults = [(error["pointer"], error["code"]) for error in answer.json()["errors"]]
        assert (answer.status_code, faults) == (422, [(pointer, code)]), case
    nothing = await owner.client.post("/workspace/close", json={})
    assert [error["pointer"] for error in nothing.json()["errors"]] == ["/name", "/password"]
    assert (await owner.get("/me"))["workspace"]["name"] == "Berg Consulting"
    assert await people.said(owner.workspace_id, "workspace.closed") == []


@pytest.mark.requirement("R30")
async def test_the_password_is_guessed_no_more_often_than_at_the_door(strict: People) -> None:
    owner, _ = await strict.signed_up()
    guesses = [(await close(owner, password=f"guess {number}")).status_code for number in range(PER_ACCOUNT)]
    assert guesses == [422] * PER_ACCOUNT
    assert problem(await close(owner)) == (429, "too-many-attempts")
    assert (await owner.client.get("/me")).status_code == 200


@pytest.mark.requirement("R17")
@pytest.mark.parametrize("role", ["admin", "manager", "member", "viewer"])
async def test_nobody_but_an_owner_may_whatever_they_know(people: People, role: str) -> None:
    owner, _ = await people.signed_up()
    person = await people.member(owner.workspace_id, role)
    expected = "owner-needed" if role == "admin" else "forbidden"
    assert problem(await close(person)) == (403, expected)
    await make_demo(people, owner)
    assert problem(await person.client.post("/workspace/close", json={})) == (403, expected)
    program = await people.program(owner, ["workspace:write"])
    assert problem(await close(program)) == (403, "person-needed")
    assert (await owner.client.get("/me")).status_code == 200


async def test_an_owner_who_was_stepped_down_meanwhile_deletes_nothing(people: People) -> None:
    owner, _ = await people.signed_up()
    other = await people.member(owner.workspace_id, "owner")
    await other.client.patch(f"/members/{owner.user_id}", json={"role": "admin"})
    await seconds_until(owner, "/api-keys", 200)
    assert problem(await close(owner)) == (403, "owner-needed")


async def test_the_demo_goes_with_one_click(people: People) -> None:
    owner = await people.owner()
    await make_demo(people, owner)
    assert (await owner.client.post("/workspace/close", json={})).status_code == 204
    assert await seconds_until(owner, "/me", 401) < SECONDS
    (said,) = await people.said(owner.workspace_id, "workspace.closed")
    assert said["is_demo"] is True


async def test_two_who_delete_it_at_once_delete_it_once(people: People) -> None:
    owner, _ = await people.signed_up()
    answers = await asyncio.gather(*(close(owner) for _ in range(5)))
    assert {answer.status_code for answer in answers} <= {204, 401}
    assert len(await people.said(owner.workspace_id, "workspace.closed")) == 1
    assert await seconds_until(owner, "/me", 401) < SECONDS
    assert (await close(owner)).status_code == 401


async def test_the_browser_goes_on_in_another_workspace_of_the_person(people: People) -> None:
    owner, cookies = await people.signed_up()
    other = await people.owner("Kiln Works")
    await people.admit(owner.user_id, other.workspace_id, "member")
    closed = await owner.client.post("/workspace/close", json=PROOF, headers={"Cookie": cookies})
    refreshed = await people.client().post("/auth/refresh", headers={"Cookie": cookies_of(closed)})
    assert refreshed.json()["workspace"]["name"] == "Kiln Works"
    # A program that brings no cookie is given none.
    program, _ = await people.signed_up()
    await people.admit(program.user_id, other.workspace_id, "member")
    assert "Max-Age=0" in (await close(program)).headers["set-cookie"]


async def test_who_leaves_goes_on_in_another_workspace_too(people: People) -> None:
    person, cookies = await people.signed_up()
    other = await people.owner("Kiln Works")
    await people.admit(person.user_id, other.workspace_id, "member")
    await people.member(person.workspace_id, "owner")
    here = {"workspace_id": str(person.workspace_id)}
    left = await person.client.post("/me/leave", json=here, headers={"Cookie": cookies})
    assert left.status_code == 204
    refreshed = await people.client().post("/auth/refresh", headers={"Cookie": cookies_of(left)})
    assert refreshed.json()["workspace"]["name"] == "Kiln Works"


@pytest.mark.requirement("R56")
async def test_a_page_of_another_origin_deletes_nothing(people: People) -> None:
    owner = await people.owner()
    await make_demo(people, owner)
    answer = await owner.client.post("/workspace/close", json={}, headers={"Origin": "https://elsewhere.example"})
    assert problem(answer) == (403, "origin-refused")


async def test_addresses_of_a_closed_workspace_are_nobodys_and_what_waits_is_not_read(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office, other = [await PostOffice.open(workspaces, worker_database) for _ in range(2)]
    assert (await office.post(letter())).status_code == 202
    closed_at = Workspace.updated_at
    async with worker_database.work(system_actor(office.workspace.id), correlation_id="tests-closed") as work:
        await work.session.execute(
            update(Workspace).where(Workspace.id == office.workspace.id).values(closed_at=closed_at)
        )
    unknown = await office.provider.post("/api/v1/inbound/nothing", content=b"")
    refused = await office.post(letter(message_id="<2@x>"))
    assert (refused.status_code, refused.json()["detail"]) == (404, unknown.json()["detail"])
    assert (await office.provider.head(office.source["url"])).status_code == 404
    await other.post(letter())
    await office.reader.drain()
    assert await office.said("inbound_message.unmatched") == []
    assert len(await other.said("inbound_message.unmatched")) == 1


async def test_links_in_mails_of_a_closed_workspace_lead_nowhere(people: People) -> None:
    owner, _ = await people.signed_up()
    link = f"/unsubscribe/{people.parts.tokens.sign_unsubscribe(owner.workspace_id, owner.user_id)}"
    assert (await people.client().get(link)).status_code == 200
    await close(owner)
    for method in ("GET", "POST"):
        assert (await people.client().request(method, link)).status_code == 404


async def test_who_belongs_nowhere_starts_a_new_workspace(people: People) -> None:
    owner, _ = await people.signed_up()
    await close(owner)
    wanted = {"email": owner.email, "password": PASSWORD, "workspace_name": "Berg Again"}
    refused = await people.client().post("/auth/workspaces", json={**wanted, "password": "not the password"})
    assert problem(refused) == (401, "wrong-credentials")
    started = await people.client().post("/auth/workspaces", json=wanted)
    assert (started.status_code, started.json()["workspace"]["name"]) == (201, "Berg Again")
    again = replace(owner, client=people.client(started.json()["access_token"]))
    assert (await again.get("/me"))["role"] == "owner"
    signed_in = await people.client().post("/auth/token", data={"username": owner.email, "password": PASSWORD})
    assert signed_in.json()["workspace"]["name"] == "Berg Again"


async def test_closed_sign_up_keeps_people_with_an_account_from_new_workspaces_while_there_is_one(
    app: FastAPI, people: People
) -> None:
    settings: Settings = app.state.parts.settings
    shut = People(create_app(settings.model_copy(update={"signup": "closed"})))
    owner, _ = await people.signed_up()
    await people.owner()
    wanted = {"email": owner.email, "password": PASSWORD, "workspace_name": "One More"}
    assert problem(await shut.client().post("/auth/workspaces", json=wanted)) == (403, "signup-closed")
    await shut.parts.close()
