"""R27: replacing SECRET_KEY signs nobody out while the previous one is still named."""

from collections.abc import AsyncIterator

import pytest
from fastapi import FastAPI

from services.api.main import create_app
from services.kit.settings import Settings
from tests.support.people import People

pytestmark = pytest.mark.requirement("R27")

FRESH = "5c1d9e7a3b8f42061c7d5e9a2b4f8360d1e2f3a4b5c6d7e8"


@pytest.fixture
async def rotated(app: FastAPI) -> AsyncIterator[People]:
    """The same installation with a fresh secret, which remembers the one before."""
    before: Settings = app.state.parts.settings
    changes = {"secret_key": FRESH, "secret_key_previous": before.secret_key}
    people = People(create_app(Settings(**{**before.model_dump(), **changes})))
    yield people
    await people.parts.close()


async def test_tokens_cookies_keys_and_links_from_before_go_on_working(people: People, rotated: People) -> None:
    signed_up = await people.sign_up()
    access, cookie = signed_up.json()["access_token"], signed_up.headers["set-cookie"].partition(";")[0]
    owner = await people.owner()
    program = await people.program(owner, ["members:read"])
    link = people.parts.tokens.sign_unsubscribe(owner.workspace_id, owner.user_id)
    assert (await rotated.client(access).get("/me")).status_code == 200
    assert (await rotated.client(program.token).get("/members")).status_code == 200
    assert (await rotated.client().get(f"/unsubscribe/{link}")).status_code == 200
    refreshed = await rotated.client().post("/auth/refresh", headers={"Cookie": cookie})
    assert refreshed.status_code == 200
    # Signed with the fresh secret alone, which the installation before the rotation does not know.
    assert (await people.client(refreshed.json()["access_token"]).get("/me")).status_code == 401


async def test_a_refresh_that_was_answered_just_before_the_rotation_may_be_repeated_after_it(
    people: People, rotated: People
) -> None:
    cookie = (await people.sign_up()).headers["set-cookie"].partition(";")[0]
    before = await people.client().post("/auth/refresh", headers={"Cookie": cookie})
    after = await rotated.client().post("/auth/refresh", headers={"Cookie": cookie})
    assert after.status_code == 200
    assert after.headers["set-cookie"].partition(";")[0] == before.headers["set-cookie"].partition(";")[0]
