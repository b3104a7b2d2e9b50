"""One's own sessions: seen in all workspaces, ended one by one or all others at once (R29)."""

import httpx2

from tests.support.people import PASSWORD, People

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def cookies_of(answer: httpx2.Response) -> dict[str, str]:
    return {"Cookie": "; ".join(cookie.partition(";")[0] for cookie in answer.headers.get_list("set-cookie"))}


async def sign_in(people: People, email: str, agent: str = FIREFOX) -> httpx2.Response:
    answer = await people.client(None, **{"User-Agent": agent}).post(
        "/auth/token", data={"username": email, "password": PASSWORD}
    )
    assert answer.status_code == 200
    return answer


async def test_a_person_sees_where_they_are_signed_in(people: People) -> None:
    person, mine = await people.signed_up()
    owner = await people.owner("Elsewhere Ltd")
    await people.admit(person.user_id, owner.workspace_id, "member")
    browser = await sign_in(people, person.email)
    headers = {**cookies_of(browser), "Authorization": f"Bearer {browser.json()['access_token']}"}
    there = await people.client(None, **{"User-Agent": FIREFOX}).post(
        "/auth/switch", json={"workspace_id": str(owner.workspace_id)}, headers=headers
    )
    assert there.status_code == 200
    listed = (await person.client.get("/me/sessions", headers={"Cookie": mine})).json()["items"]
    assert [(row["workspace_name"], row["is_current"]) for row in listed] == [
        ("Elsewhere Ltd", False),
        ("Berg Consulting", True),
    ]
    assert listed[0]["device"] == "Firefox on Linux"


async def test_a_refreshed_session_stays_one_line_with_its_device(people: People) -> None:
    person, _ = await people.signed_up()
    browser = await sign_in(people, person.email)
    renewed = await people.client(None, **{"User-Agent": FIREFOX}).post("/auth/refresh", headers=cookies_of(browser))
    client = people.client(renewed.json()["access_token"])
    listed = (await client.get("/me/sessions", headers=cookies_of(renewed))).json()["items"]
    assert [(row["device"], row["is_current"]) for row in listed if row["device"] == "Firefox on Linux"] == [
        ("Firefox on Linux", True)
    ]
    assert len(listed) == 2


async def test_ending_one_session_signs_that_one_out_at_once(people: People) -> None:
    person, mine = await people.signed_up()
    lost = await sign_in(people, person.email)
    listed = (await person.client.get("/me/sessions", headers={"Cookie": mine})).json()["items"]
    (session,) = [row for row in listed if not row["is_current"]]
    assert (await person.client.delete(f"/me/sessions/{session['id']}")).status_code == 204
    assert (await people.client().post("/auth/refresh", headers=cookies_of(lost))).status_code == 401
    assert (await people.client(lost.json()["access_token"]).get("/me")).status_code == 401
    renewed = await people.client().post("/auth/refresh", headers={"Cookie": mine})
    assert renewed.status_code == 200
    again = people.client(renewed.json()["access_token"])
    assert (await again.delete(f"/me/sessions/{session['id']}")).status_code == 404


async def test_nobody_ends_somebody_elses_session(people: People) -> None:
    person, mine = await people.signed_up()
    stranger, _ = await people.signed_up()
    listed = (await person.client.get("/me/sessions", headers={"Cookie": mine})).json()["items"]
    assert (await stranger.client.delete(f"/me/sessions/{listed[0]['id']}")).status_code == 404
    assert (await people.client().post("/auth/refresh", headers={"Cookie": mine})).status_code == 200


async def test_all_others_end_and_this_one_goes_on(people: People) -> None:
    person, mine = await people.signed_up()
    others = [await sign_in(people, person.email) for _ in range(3)]
    answer = await person.client.post("/me/sessions/end-others", headers={"Cookie": mine})
    assert answer.status_code == 204
    for other in others:
        assert (await people.client().post("/auth/refresh", headers=cookies_of(other))).status_code == 401
        assert (await people.client(other.json()["access_token"]).get("/me")).status_code == 401
    renewed = await people.client().post("/auth/refresh", headers={"Cookie": mine})
    assert renewed.status_code == 200


async def test_without_a_session_of_its_own_a_caller_ends_none(people: People) -> None:
    person, mine = await people.signed_up()
    _, foreign = await people.signed_up()
    assert (await person.client.post("/me/sessions/end-others")).status_code == 409
    assert (await person.client.post("/me/sessions/end-others", headers={"Cookie": foreign})).status_code == 409
    program = await people.program(person, ["me:read", "me:write"])
    assert (await program.client.get("/me/sessions")).status_code == 403
    assert (await program.client.post("/me/sessions/end-others")).status_code == 403
    assert (await people.client().post("/auth/refresh", headers={"Cookie": mine})).status_code == 200
