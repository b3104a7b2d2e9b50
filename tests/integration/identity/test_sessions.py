"""Sessions over HTTP: refresh tokens serve once, a stolen copy ends the session (R28), forged tokens are 401 (R26)."""

import asyncio
import time
from datetime import timedelta
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import update

from services.api.identity.accounts.models import User
from services.api.identity.sessions.models import RefreshToken
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.seal import digest
from tests.support.forged_tokens import FORGERIES, forge
from tests.support.people import PASSWORD, People


def cookie_of(answer: httpx2.Response) -> str:
    """`name=value` of the refresh cookie an answer sets."""
    return str(answer.headers["set-cookie"]).partition(";")[0]


async def refresh(people: People, cookie: str, agent: str = "Firefox") -> httpx2.Response:
    return await people.client().post("/auth/refresh", headers={"Cookie": cookie, "User-Agent": agent})


async def used_earlier(people: People, cookie: str, *, by: timedelta) -> None:
    """Move the moment a token was used into the past."""
    token = cookie.partition("=")[2]
    workspace_id = UUID(hex=token.split("_")[1])
    async with people.parts.database.work(system_actor(workspace_id), correlation_id="tests-clock") as work:
        stored = update(RefreshToken).where(RefreshToken.token_hash == digest(token))
        await work.session.execute(stored.values(used_at=RefreshToken.used_at - by))


async def test_a_refresh_rotates_the_cookie_and_answers_a_new_access_token(people: People) -> None:
    signed_up = await people.sign_up()
    first = await refresh(people, cookie_of(signed_up))
    second = await refresh(people, cookie_of(first))
    assert [answer.status_code for answer in (first, second)] == [200, 200]
    assert len({cookie_of(answer) for answer in (signed_up, first, second)}) == 3
    assert (await people.client(second.json()["access_token"]).get("/me")).status_code == 200


@pytest.mark.requirement("R28")
async def test_the_refresh_token_is_opaque_in_no_body_and_stored_as_a_digest(people: People) -> None:
    signed_up = await people.sign_up()
    token = cookie_of(signed_up).partition("=")[2]
    assert token not in signed_up.text
    assert {"secure", "httponly", "samesite=strict", "path=/"} <= {
        part.strip().lower() for part in signed_up.headers["set-cookie"].split(";")
    }
    workspace = signed_up.json()["workspace"]["id"]
    rows = await people.parts.database.reader.fetch(
        "WITH s AS MATERIALIZED (SELECT set_config('app.workspace', $1, true) w) SELECT x.* FROM s CROSS JOIN LATERAL"
        " (SELECT t::text FROM rapport.refresh_tokens t WHERE workspace_id = s.w::uuid LIMIT 10) x",
        workspace,
    )
    assert len(rows) == 1
    assert token.rpartition("_")[2] not in rows[0]["t"]


@pytest.mark.requirement("R28")
async def test_of_twenty_concurrent_refreshes_one_rotates_and_all_get_its_token(people: People) -> None:
    signed_up = await people.sign_up()
    cookie = cookie_of(signed_up)
    answers = await asyncio.gather(*(refresh(people, cookie) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({cookie_of(answer) for answer in answers}) == 1
    workspace = signed_up.json()["workspace"]["id"]
    rows = await people.parts.database.reader.fetch(
        "WITH s AS MATERIALIZED (SELECT set_config('app.workspace', $1, true) w) SELECT x.* FROM s CROSS JOIN LATERAL"
        " (SELECT id FROM rapport.refresh_tokens WHERE workspace_id = s.w::uuid LIMIT 100) x",
        workspace,
    )
    assert len(rows) == 2


@pytest.mark.requirement("R28")
async def test_the_same_client_may_repeat_a_refresh_for_ten_seconds(people: People) -> None:
    cookie = cookie_of(await people.sign_up())
    first = await refresh(people, cookie)
    await used_earlier(people, cookie, by=timedelta(seconds=9))
    assert cookie_of(await refresh(people, cookie)) == cookie_of(first)


@pytest.mark.requirement("R28")
@pytest.mark.parametrize(("agent", "seconds"), [("Firefox", 11), ("another program", 0)])
async def test_a_reused_token_ends_the_session_and_tells_the_person(agent: str, seconds: int, people: People) -> None:
    signed_up = await people.sign_up()
    stolen = cookie_of(signed_up)
    successor = cookie_of(await refresh(people, stolen))
    await used_earlier(people, stolen, by=timedelta(seconds=seconds))
    started = time.monotonic()
    refused = await refresh(people, stolen, agent)
    assert refused.status_code == 401
    assert "Max-Age=0" in refused.headers["set-cookie"]
    assert (await refresh(people, successor)).status_code == 401
    assert time.monotonic() - started <= 1
    assert (await refresh(people, stolen, agent)).status_code == 401
    told = await people.said(UUID(signed_up.json()["workspace"]["id"]), "session.reuse_detected")
    assert told == [{"user_id": signed_up.json()["user"]["id"]}]


async def test_the_reuse_of_one_session_leaves_the_others_alone(people: People) -> None:
    signed_up = await people.sign_up()
    form = {"username": signed_up.json()["user"]["email"], "password": PASSWORD}
    other = cookie_of(await people.client().post("/auth/token", data=form))
    await refresh(people, cookie_of(signed_up))
    assert (await refresh(people, cookie_of(signed_up), "another program")).status_code == 401
    assert (await refresh(people, other)).status_code == 200


@pytest.mark.requirement("R28")
async def test_a_session_ends_after_thirty_days_however_often_it_was_refreshed(people: People) -> None:
    signed_up = await people.sign_up()
    cookie = cookie_of(await refresh(people, cookie_of(signed_up)))
    age = int(next(p for p in signed_up.headers["set-cookie"].split("; ") if p.startswith("Max-Age")).split("=")[1])
    assert age <= 30 * 86400
    token = cookie.partition("=")[2]
    workspace_id = UUID(hex=token.split("_")[1])
    async with people.parts.database.work(system_actor(workspace_id), correlation_id="tests-clock") as work:
        stored = update(RefreshToken).where(RefreshToken.token_hash == digest(token))
        await work.session.execute(stored.values(expires_at=now()))
    assert (await refresh(people, cookie)).status_code == 401


async def test_signing_out_ends_the_session_and_may_be_repeated(people: People) -> None:
    cookie = cookie_of(await people.sign_up())
    for _ in range(2):
        out = await people.client().post("/auth/logout", headers={"Cookie": cookie})
        assert out.status_code == 204
        assert "Max-Age=0" in out.headers["set-cookie"]
    assert (await refresh(people, cookie)).status_code == 401
    assert (await people.client().post("/auth/logout")).status_code == 204


@pytest.mark.parametrize("cookie", ["", "x", "rpr_", f"rpr_{'0' * 32}_{'A' * 43}", "rpk_" + "0" * 32, "%00", "é"])
async def test_a_cookie_that_is_no_refresh_token_is_401(cookie: str, people: People) -> None:
    name = cookie_of(await people.sign_up()).partition("=")[0]
    headers = {b"Cookie": f"{name}={cookie}".encode()}
    assert (await people.client().post("/auth/refresh", headers=headers)).status_code == 401


@pytest.mark.requirement("R56")
@pytest.mark.parametrize("path", ["/auth/register", "/auth/token", "/auth/refresh", "/auth/logout", "/auth/switch"])
async def test_a_page_of_another_origin_cannot_use_the_cookie_routes(path: str, people: People) -> None:
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9999"):
        answer = await people.client().post(path, headers={"Origin": origin})
        assert answer.status_code == 403
        assert answer.json()["type"].endswith("/origin-refused")


async def test_switching_goes_on_in_the_other_workspace_and_ends_the_session_left_behind(people: People) -> None:
    signed_up = await people.sign_up()
    here = people.client(signed_up.json()["access_token"])
    elsewhere = await people.owner("Elsewhere")
    await people.admit(UUID(signed_up.json()["user"]["id"]), elsewhere.workspace_id, "viewer")
    places = (await here.get("/me/workspaces")).json()["items"]
    assert [(place["role"], place["is_current"]) for place in places] == [("owner", True), ("viewer", False)]
    switched = await here.post(
        "/auth/switch", json={"workspace_id": str(elsewhere.workspace_id)}, headers={"Cookie": cookie_of(signed_up)}
    )
    assert switched.status_code == 200
    there = (await people.client(switched.json()["access_token"]).get("/me")).json()
    assert (there["workspace"]["id"], there["role"]) == (str(elsewhere.workspace_id), "viewer")
    assert (await refresh(people, cookie_of(signed_up))).status_code == 401
    again = await refresh(people, cookie_of(switched))
    assert again.json()["workspace"]["id"] == str(elsewhere.workspace_id)


async def test_nobody_switches_into_a_workspace_they_do_not_belong_to(people: People) -> None:
    person, other = await people.owner(), await people.owner()
    answer = await person.client.post("/auth/switch", json={"workspace_id": str(other.workspace_id)})
    assert answer.status_code == 404


@pytest.mark.requirement("R26")
@pytest.mark.parametrize("name", sorted(FORGERIES))
async def test_a_forged_access_token_is_401(name: str, people: People) -> None:
    person = await people.owner()
    settings = people.parts.settings
    material = forge(
        settings.secret_key, issuer=settings.public_url, user_id=person.user_id, workspace_id=person.workspace_id
    )
    token = FORGERIES[name](material)
    answer = await people.client().get("/me", headers={b"Authorization": f"Bearer {token}".encode()})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.requirement("R29")
async def test_a_raised_token_version_ends_every_access_token_of_the_person(people: People) -> None:
    person = await people.owner()
    assert (await person.client.get("/me")).status_code == 200
    async with people.parts.database.work(system_actor(person.workspace_id), correlation_id="tests-clock") as work:
        await work.session.execute(update(User).where(User.id == person.user_id).values(token_version=2))
    deadline = time.monotonic() + 5
    while (await person.client.get("/me")).status_code != 401:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
