"""R29, R31: a new password ends every other session at once; the link in the mail serves once, for half an hour."""

import asyncio
import statistics
import time
from datetime import timedelta

import httpx2
import pytest
from sqlalchemy import update

from services.api.identity.accounts.models import PasswordReset
from services.kit.actor import system_actor
from tests.integration.identity.mailed import reset_tokens
from tests.support.people import PASSWORD, People, Person

NEW = "quite another passphrase"


def problem(answer: httpx2.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def cookies_of(answer: httpx2.Response) -> dict[str, str]:
    return {"Cookie": "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_list("set-cookie"))}


async def sign_in(people: People, email: str, password: str = PASSWORD) -> httpx2.Response:
    return await people.client().post("/auth/token", data={"username": email, "password": password})


async def refresh(people: People, cookies: dict[str, str]) -> httpx2.Response:
    return await people.client().post("/auth/refresh", headers=cookies)


async def ask(people: People, email: str) -> httpx2.Response:
    return await people.client().post("/auth/password-reset", json={"email": email})


async def confirm(people: People, token: str, password: str = NEW) -> httpx2.Response:
    return await people.client().post("/auth/password-reset/confirm", json={"token": token, "password": password})


async def age_link(people: People, person: Person, by: timedelta) -> None:
    """Move a person's link into the past."""
    async with people.parts.database.work(system_actor(person.workspace_id), correlation_id="tests-clock") as work:
        link = update(PasswordReset).where(PasswordReset.user_id == person.user_id)
        moved = link.values(created_at=PasswordReset.created_at - by, expires_at=PasswordReset.expires_at - by)
        await work.session.execute(moved)


@pytest.mark.requirement("R29")
async def test_a_changed_password_ends_every_session_but_the_one_that_asks(people: People) -> None:
    person, mine = await people.signed_up()
    elsewhere = await sign_in(people, person.email)
    other_token = elsewhere.json()["access_token"]
    assert (await people.client(other_token).get("/me")).status_code == 200
    body = {"current_password": PASSWORD, "password": NEW}
    changed = await person.client.post("/me/password", json=body, headers={"Cookie": mine})
    assert changed.status_code == 204, changed.text
    assert problem(await refresh(people, cookies_of(elsewhere))) == (401, "session-ended")
    for token in (other_token, person.token):
        assert (await people.client(token).get("/me")).status_code == 401
    renewed = await refresh(people, {"Cookie": mine})
    assert renewed.status_code == 200
    assert (await people.client(renewed.json()["access_token"]).get("/me")).status_code == 200
    assert (await sign_in(people, person.email)).status_code == 401
    assert (await sign_in(people, person.email, NEW)).status_code == 200
    assert await people.said(person.workspace_id, "password.changed") == [
        {"user_id": str(person.user_id), "how": "changed"}
    ]


async def test_it_ends_sessions_in_other_workspaces_too(people: People) -> None:
    person, mine = await people.signed_up()
    owner = await people.owner()
    await people.admit(person.user_id, owner.workspace_id, "member")
    second = await sign_in(people, person.email)
    headers = {**cookies_of(second), "Authorization": f"Bearer {second.json()['access_token']}"}
    there = await people.client().post("/auth/switch", json={"workspace_id": str(owner.workspace_id)}, headers=headers)
    assert there.status_code == 200
    body = {"current_password": PASSWORD, "password": NEW}
    assert (await person.client.post("/me/password", json=body, headers={"Cookie": mine})).status_code == 204
    assert (await refresh(people, cookies_of(there))).status_code == 401
    assert (await people.client(there.json()["access_token"]).get("/me")).status_code == 401


async def test_the_present_password_has_to_be_known_and_the_new_one_good(people: People) -> None:
    person, _ = await people.signed_up()
    wrong = await person.client.post("/me/password", json={"current_password": NEW, "password": NEW})
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["pointer"] == "/current_password"
    for password in ("short", "password1", person.email):
        weak = await person.client.post("/me/password", json={"current_password": PASSWORD, "password": password})
        assert weak.status_code == 422
        assert weak.json()["errors"][0]["pointer"] == "/password"
    program = await people.program(person, ["me:write"])
    body = {"current_password": PASSWORD, "password": NEW}
    assert problem(await program.client.post("/me/password", json=body)) == (403, "person-needed")
    assert (await sign_in(people, person.email)).status_code == 200


@pytest.mark.requirement("R29")
async def test_of_refreshes_beside_a_change_none_outlives_it(people: People) -> None:
    """A successor that is being issued while the password changes is ended too."""
    person, mine = await people.signed_up()
    others = [cookies_of(await sign_in(people, person.email)) for _ in range(6)]
    body = {"current_password": PASSWORD, "password": NEW}
    answers = await asyncio.gather(
        *(refresh(people, cookies) for cookies in others),
        person.client.post("/me/password", json=body, headers={"Cookie": mine}),
        *(refresh(people, cookies) for cookies in others),
    )
    assert answers[len(others)].status_code == 204
    later = [cookies_of(answer) for answer in answers if answer.status_code == 200]
    again = await asyncio.gather(*(refresh(people, cookies) for cookies in [*others, *later]))
    assert {answer.status_code for answer in again} == {401}


async def test_a_forgotten_password_is_set_anew_by_the_link_in_the_mail(people: People) -> None:
    person, mine = await people.signed_up()
    answer = await ask(people, person.email.upper())
    assert (answer.status_code, answer.json()) == (202, {"expires_in": 1800})
    (token,) = await reset_tokens(people, person)
    assert (await confirm(people, token)).status_code == 204
    assert (await refresh(people, {"Cookie": mine})).status_code == 401
    assert (await person.client.get("/me")).status_code == 401
    assert (await sign_in(people, person.email)).status_code == 401
    assert (await sign_in(people, person.email, NEW)).status_code == 200
    (said,) = await people.said(person.workspace_id, "password.changed")
    assert said["how"] == "reset"


@pytest.mark.requirement("R31")
async def test_of_twenty_who_use_the_link_at_once_one_does(people: People) -> None:
    person, _ = await people.signed_up()
    await ask(people, person.email)
    (token,) = await reset_tokens(people, person)
    answers = await asyncio.gather(*(confirm(people, token, f"a passphrase number {n}") for n in range(20)))
    assert sorted(answer.status_code for answer in answers) == [204] + [404] * 19
    assert problem(await confirm(people, token)) == (404, "reset-link-unknown")


@pytest.mark.requirement("R31")
async def test_the_link_dies_after_half_an_hour_with_a_newer_one_and_with_a_change(people: People) -> None:
    person, _ = await people.signed_up()
    await ask(people, person.email)
    (first,) = await reset_tokens(people, person)
    await age_link(people, person, timedelta(minutes=30))
    assert problem(await confirm(people, first)) == (404, "reset-link-unknown")
    await ask(people, person.email)
    second = (await reset_tokens(people, person, count=2))[-1]
    await age_link(people, person, timedelta(minutes=2))
    await ask(people, person.email)
    third = (await reset_tokens(people, person, count=3))[-1]
    assert problem(await confirm(people, second)) == (404, "reset-link-unknown")
    await person.client.post("/me/password", json={"current_password": PASSWORD, "password": NEW})
    assert problem(await confirm(people, third)) == (404, "reset-link-unknown")


async def test_asking_twice_within_a_minute_mails_once(people: People) -> None:
    person, _ = await people.signed_up()
    for _ in range(5):
        assert (await ask(people, person.email)).status_code == 202
    await reset_tokens(people, person)
    await asyncio.sleep(1)
    assert len(await people.said(person.workspace_id, "password.reset_requested")) == 1


async def test_a_weak_password_does_not_use_the_link_up(people: People) -> None:
    person, _ = await people.signed_up()
    await ask(people, person.email)
    (token,) = await reset_tokens(people, person)
    weak = await confirm(people, token, "password1")
    assert weak.json()["errors"][0]["pointer"] == "/password"
    assert (await confirm(people, token)).status_code == 204


@pytest.mark.requirement("R31")
async def test_the_token_is_stored_as_a_digest_and_told_to_nobody_else(people: People) -> None:
    person, _ = await people.signed_up()
    colleague = await people.member(person.workspace_id, "admin")
    await ask(people, person.email)
    (token,) = await reset_tokens(people, person)
    rows = await people.parts.database.reader.fetch(
        "SELECT r::text FROM rapport.password_resets r WHERE user_id = $1", person.user_id
    )
    said = await people.said(person.workspace_id, "password.reset_requested")
    assert token[4:] not in f"{rows[0]['r']} {said}"
    feed = (await colleague.get("/events", limit=200))["items"]
    assert [event["type"] for event in feed if event["type"].startswith("password.")] == []


@pytest.mark.requirement("R30")
async def test_an_unknown_address_is_answered_alike_and_as_soon(people: People) -> None:
    """R30's rule for every door: the same body, and medians within what one machine's noise is."""
    person, _ = await people.signed_up()
    times: dict[str, list[float]] = {"known": [], "unknown": []}
    bodies = set()
    for number in range(100):
        for kind, email in (("known", person.email), ("unknown", f"nobody{number}@people.example")):
            started = time.perf_counter()
            answer = await ask(people, email)
            times[kind].append(time.perf_counter() - started)
            bodies.add((answer.status_code, answer.text))
    assert len(bodies) == 1
    known, unknown = (statistics.median(times[kind]) for kind in ("known", "unknown"))
    assert abs(known - unknown) < max(0.1 * max(known, unknown), 0.002)


@pytest.mark.parametrize("token", ["", "rpw_", "rpw_" + "A" * 43, "x" * 200])
async def test_a_made_up_link_is_nobodys(people: People, token: str) -> None:
    assert problem(await confirm(people, token)) == (404, "reset-link-unknown")


async def test_who_belongs_nowhere_any_more_sets_a_new_password_too(people: People) -> None:
    owner = await people.owner()
    person, _ = await people.signed_up()
    await people.member(person.workspace_id, "owner")
    here = {"workspace_id": str(person.workspace_id)}
    assert (await person.client.post("/me/leave", json=here)).status_code == 204
    await ask(people, person.email)
    (token,) = await reset_tokens(people, person)
    assert await people.said(owner.workspace_id, "password.reset_requested") == []
    assert (await confirm(people, token)).status_code == 204
    assert problem(await sign_in(people, person.email, NEW)) == (403, "no-workspace")
    wanted = {"email": person.email, "password": NEW, "workspace_name": "Berg Again"}
    assert (await people.client().post("/auth/workspaces", json=wanted)).status_code == 201
