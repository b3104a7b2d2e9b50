"""R40: tokens that open something by themselves are long, hashed, kept from logs, and not guessed at length."""

import io
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy import text, update

from services.api.identity.invitations import domain as invitations
from services.api.identity.passwords import domain as passwords
from services.api.identity.sessions.models import Throttle
from services.api.identity.sessions.throttles import TOKEN_WINDOW, UNKNOWN_TOKENS
from services.api.integrations.sources import domain as sources
from services.api.main import create_app
from services.api.projects.mail_address import new_mail_token
from services.kit.actor import system_actor
from services.kit.settings import Settings
from services.kit.telemetry import configure_logging, logger
from tests.integration.identity.mailed import invitation_token
from tests.support.people import BASE_URL, PASSWORD, People

pytestmark = pytest.mark.requirement("R40")

HEADERS = {"cache-control": "no-store", "referrer-policy": "no-referrer"}
#: Every route that a token alone opens, with one that nobody was given.
UNKNOWN = "A" * 43
ROUTES = {
    "look up an invitation": ("POST", "/invitations/lookup", {"token": f"rpi_{'0' * 32}_{UNKNOWN}"}),
    "accept an invitation": ("POST", "/invitations/accept", {"token": f"rpi_{'0' * 32}_{UNKNOWN}"}),
    "set a password": ("POST", "/auth/password-reset/confirm", {"token": f"rpw_{UNKNOWN}", "password": PASSWORD}),
    "look at unsubscribing": ("GET", f"/unsubscribe/{UNKNOWN}", None),
    "unsubscribe": ("POST", f"/unsubscribe/{UNKNOWN}", None),
    "post to a source": ("POST", f"/inbound/{UNKNOWN}", None),
    "probe a source": ("HEAD", f"/inbound/{UNKNOWN}", None),
}


@pytest.fixture(scope="module")
async def limited(app: FastAPI) -> AsyncIterator[FastAPI]:
    """The application as it is delivered, with its limits on."""
    settings: Settings = app.state.parts.settings
    application = create_app(settings.model_copy(update={"rate_limits": "on"}))
    yield application
    await application.state.parts.close()


def at(app: FastAPI, ip: str) -> httpx2.AsyncClient:
    """A client that comes from an address."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False, client=(ip, 1))
    return httpx2.AsyncClient(transport=transport, base_url=BASE_URL)


@pytest.mark.parametrize("route", ROUTES)
async def test_the_fifty_first_unknown_token_of_one_address_is_429_for_ten_minutes(
    limited: FastAPI, people: People, route: str
) -> None:
    method, path, body = ROUTES[route]
    async with at(limited, f"10.77.0.{list(ROUTES).index(route)}") as client:
        answers = [await client.request(method, path, json=body) for _ in range(UNKNOWN_TOKENS + 1)]
        assert [answer.status_code for answer in answers] == [404] * 50 + [429]
        assert 0 < int(answers[-1].headers["retry-after"]) <= 600
        for before, after in pairwise(answers[:-1]):
            assert before.headers.items() >= HEADERS.items()
            assert method == "HEAD" or before.json()["detail"] == after.json()["detail"]
        async with people.parts.database.unscoped_session() as session:
            await session.execute(update(Throttle).values(started_at=Throttle.started_at - TOKEN_WINDOW))
            await session.commit()
        assert (await client.request(method, path, json=body)).status_code == 404
    assert timedelta(minutes=10) == TOKEN_WINDOW


async def test_what_one_place_tries_wrongly_is_counted_together_and_holds_up_no_good_token(
    limited: FastAPI, people: People
) -> None:
    owner = await people.owner()
    sent = await owner.post("/members/invitations", {"email": f"{uuid4().hex}@people.example", "role": "member"})
    token = await invitation_token(people, owner.workspace_id, sent["id"])
    good = people.parts.tokens.sign_unsubscribe(owner.workspace_id, owner.user_id)
    async with at(limited, "10.78.0.1") as client:
        for number in range(UNKNOWN_TOKENS):
            method, path, body = list(ROUTES.values())[number % len(ROUTES)]
            assert (await client.request(method, path, json=body)).status_code == 404
        assert (await client.post(f"/unsubscribe/{UNKNOWN}")).status_code == 429
        offer = await client.post("/invitations/lookup", json={"token": token})
        switch = await client.get(f"/unsubscribe/{good}")
        for answer in (offer, switch):
            assert answer.status_code == 200
            assert answer.headers.items() >= HEADERS.items()
    async with at(limited, "10.78.0.2") as elsewhere:
        assert (await elsewhere.post(f"/unsubscribe/{UNKNOWN}")).status_code == 404


async def test_a_token_of_one_workspace_opens_nothing_under_the_id_of_another(people: People) -> None:
    owner, other = await people.owner(), await people.owner()
    sent = await owner.post("/members/invitations", {"email": f"{uuid4().hex}@people.example", "role": "member"})
    token = await invitation_token(people, owner.workspace_id, sent["id"])
    swapped = token.replace(owner.workspace_id.hex, other.workspace_id.hex)
    assert swapped != token
    client = people.client()
    assert (await client.post("/invitations/lookup", json={"token": token})).status_code == 200
    assert (await client.post("/invitations/lookup", json={"token": swapped})).status_code == 404
    assert (await owner.client.delete(f"/members/invitations/{sent['id']}")).status_code == 204
    assert (await client.post("/invitations/lookup", json={"token": token})).status_code == 404


async def test_a_source_that_is_deleted_takes_nothing_more(people: People) -> None:
    owner = await people.owner()
    source = await owner.post("/inbound-sources", {"kind": "email", "provider": "raw", "name": "Inbox"})
    path = source["url"].removeprefix("/api/v1")
    client = people.client()
    assert (await client.head(path)).status_code == 200
    assert (await owner.client.delete(f"/inbound-sources/{source['id']}")).status_code == 204
    assert (await client.head(path)).status_code == 404


async def test_the_database_holds_no_token_that_gives_access(people: People) -> None:
    owner = await people.owner()
    sent = await owner.post("/members/invitations", {"email": f"{uuid4().hex}@people.example", "role": "member"})
    token = await invitation_token(people, owner.workspace_id, sent["id"])
    source = await owner.post("/inbound-sources", {"kind": "email", "provider": "raw", "name": "Inbox"})
    address = source["url"].rpartition("/")[2]
    for table in ("invitations", "inbound_sources", "events"):
        async with people.parts.database.work(system_actor(owner.workspace_id), correlation_id="tests-tokens") as work:
            rows = (await work.session.execute(text(f"SELECT t::text FROM rapport.{table} t"))).scalars().all()
        assert rows, table
        assert not any(token in row or address in row for row in rows), table


def test_every_token_has_at_least_128_random_bits() -> None:
    workspace_id = uuid4()
    made = {
        "invitation": {invitations.new_token(workspace_id) for _ in range(100)},
        "password reset": {passwords.new_token() for _ in range(100)},
        "source": {sources.new_token(workspace_id) for _ in range(100)},
        "project": {new_mail_token() for _ in range(100)},
    }
    fixed = {
        "invitation": len(f"rpi_{workspace_id.hex}_"),
        "password reset": len("rpw_"),
        "source": 22,
        "project": 0,
    }
    for kind, tokens in made.items():
        assert len(tokens) == 100, kind
        bits = 4 if kind == "project" else 6
        assert {(len(token) - fixed[kind]) * bits >= 126 for token in tokens} == {True}, kind
    assert sources.RANDOM_BYTES * 8 == 128


@pytest.mark.parametrize(
    "shown",
    [
        "/api/v1/inbound/{0}",
        "/api/v1/unsubscribe/{0}",
        "https://crm.example/unsubscribe/{0}?x=1",
        "#rpi_0123456789abcdef0123456789abcdef_{0}",
        "#rpw_{0}",
    ],
)
def test_the_log_shows_no_token_of_an_address(shown: str) -> None:
    stream, secret = io.StringIO(), "Sb3kQ9vX2mLr7TzWq1Yh5Cd0Sb3kQ9vX2mLr7TzWq1Y"
    configure_logging("test", stream=stream)
    try:
        logger("tests").error("unexpected_error", path=shown.format(secret), list=[shown.format(secret)])
    finally:
        configure_logging("test")
    assert secret not in stream.getvalue()
    assert "[redacted]" in json.loads(stream.getvalue())["path"]
