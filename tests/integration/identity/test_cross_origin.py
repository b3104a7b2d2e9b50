"""R56: what a page of another origin can make a browser send does nothing, and is told nothing."""

import pytest

from services.kit.ids import new_id
from tests.support.people import PASSWORD, People

pytestmark = pytest.mark.requirement("R56")

EVIL = "https://evil.example"
ORIGINS = (EVIL, "null", "http://127.0.0.1:9999", "https://127.0.0.1:8000", "http://127.0.0.1.evil.example:8000")
ROUTES = ("/auth/refresh", "/auth/logout", "/auth/switch", "/auth/token")


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("path", ROUTES)
async def test_a_foreign_page_cannot_use_the_cookie_and_the_session_goes_on(
    path: str, origin: str, people: People
) -> None:
    signed_up = await people.sign_up()
    cookie = signed_up.headers["set-cookie"].split(";")[0]

    refused = await people.client().post(path, headers={"Origin": origin, "Cookie": cookie})

    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert (await people.client().post("/auth/refresh", headers={"Cookie": cookie})).status_code == 200


async def test_the_cookie_is_for_its_routes_alone_and_stays_with_this_host(people: People) -> None:
    signed_up = await people.sign_up()
    attributes = {part.strip().lower() for part in signed_up.headers["set-cookie"].split(";")[1:]}

    assert signed_up.headers["set-cookie"].startswith("__Host-")
    assert {"httponly", "secure", "samesite=strict"} <= attributes
    assert not any(part.startswith("domain") for part in attributes)


@pytest.mark.parametrize("path", ["/me", "/customers", "/events"])
async def test_the_cookie_alone_opens_nothing(path: str, people: People) -> None:
    cookie = (await people.sign_up()).headers["set-cookie"].split(";")[0]

    assert (await people.client().get(path, headers={"Cookie": cookie})).status_code == 401


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
async def test_no_page_of_another_origin_may_read_an_answer(method: str, people: People) -> None:
    owner = await people.owner()
    asking = {
        "Origin": EVIL,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization",
    }

    before = await owner.client.options("/customers", headers=asking)
    after = await owner.client.request(method, f"/customers/{new_id()}", headers={"Origin": EVIL}, json={})

    for answer in (before, after):
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


async def test_a_sign_in_form_on_a_foreign_page_signs_nobody_in(people: People) -> None:
    email = (await people.sign_up()).json()["user"]["email"]
    form = {"username": email, "password": PASSWORD}

    answer = await people.client().post("/auth/token", data=form, headers={"Origin": EVIL})

    assert answer.status_code == 403
    assert "access_token" not in answer.text
