"""Sign-up closes: when told to, and by itself where strangers can reach the address."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from fastapi import FastAPI

from services.api.main import create_app
from services.kit.settings import Settings
from tests.support.people import People


@pytest.fixture
async def elsewhere(app: FastAPI, request: pytest.FixtureRequest) -> AsyncIterator[People]:
    """People at an application with other settings on the same database, which has accounts."""
    settings: Settings = app.state.parts.settings
    changes: dict[str, Any] = request.param
    people = People(create_app(Settings(**{**settings.model_dump(), **changes})))
    await People(app).owner()
    yield people
    await people.parts.close()


@pytest.mark.parametrize(
    "elsewhere",
    [{"signup": "closed"}, {"signup": None, "public_url": "https://crm.example.org"}],
    indirect=True,
    ids=["told to", "public address"],
)
async def test_a_closed_sign_up_is_403_and_opens_no_account(elsewhere: People) -> None:
    answer = await elsewhere.sign_up()
    assert answer.status_code == 403
    assert answer.json()["type"].endswith("/signup-closed")


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"signup": "open", "public_url": "https://crm.example.org"},
        {"signup": None, "public_url": "http://localhost:8000"},
    ],
    indirect=True,
    ids=["told to", "loopback"],
)
async def test_an_open_sign_up_takes_a_second_account(elsewhere: People) -> None:
    assert (await elsewhere.sign_up()).status_code == 201


@pytest.mark.parametrize("elsewhere", [{"public_url": "http://192.168.7.7:8000", "signup": "open"}], indirect=True)
async def test_on_a_plain_http_network_the_cookie_still_works_under_its_other_name(elsewhere: People) -> None:
    answer = await elsewhere.sign_up()
    cookie = answer.headers["set-cookie"].partition(";")[0]
    assert cookie.startswith("rapport-")
    assert "secure" not in answer.headers["set-cookie"].lower()
    refreshed = await elsewhere.client().post("/auth/refresh", headers={"Cookie": cookie})
    assert refreshed.status_code == 200
