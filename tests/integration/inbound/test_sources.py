"""Addresses that providers post to: made by admins, their secret shown once."""

import pytest

from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, TestWorkspace, Workspaces


@pytest.fixture
async def workspace(workspaces: Workspaces) -> TestWorkspace:
    """A fresh workspace."""
    return await workspaces.make()


async def test_a_raw_source_gets_an_address_and_a_secret_that_is_shown_once(workspace: TestWorkspace) -> None:
    source = await workspace.create("/inbound-sources", kind="email", provider="raw", name="Support")
    read = (await workspace.client.get(f"{BASE}/inbound-sources/{source['id']}")).json()
    (listed,) = (await workspace.client.get(f"{BASE}/inbound-sources")).json()["items"]

    assert source["url"].startswith("/api/v1/inbound/")
    assert len(source["secret"]) >= 32
    assert read == listed == {name: value for name, value in source.items() if name != "secret"}
    assert (read["has_secret"], read["settings"]) == (True, {"has_basic_auth": False, "create_contacts": False})


async def test_a_secret_of_ones_own_is_taken_and_basic_authentication_is_not_shown_again(
    workspace: TestWorkspace,
) -> None:
    settings = {"basic_auth": "mailer:a-long-password", "create_contacts": True}
    source = await workspace.create(
        "/inbound-sources", kind="email", provider="raw", secret="a secret of my own", settings=settings
    )

    assert source["secret"] == "a secret of my own"
    assert source["settings"] == {"has_basic_auth": True, "create_contacts": True}
    assert "a-long-password" not in (await workspace.client.get(f"{BASE}/inbound-sources")).text


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({"kind": "email", "provider": "postmark"}, "/provider", "Available: raw"),
        ({"kind": "survey", "provider": "typeform"}, "/provider", "none yet"),
        ({"kind": "survey", "provider": "raw"}, "/provider", "none yet"),
        ({"kind": "email", "provider": "raw", "secret": "short"}, "/secret", "at least 16"),
        ({"kind": "email", "provider": "raw", "secret": ""}, "/secret", "at least 16"),
        ({"kind": "email", "provider": "raw", "settings": {"basic_auth": "no-colon"}}, "/settings/basic_auth", ""),
        ({"kind": "email", "provider": "raw", "token_hash": "x"}, "/token_hash", ""),
        ({"kind": "email"}, "/provider", "required"),
    ],
)
async def test_what_cannot_be_set_up_is_refused_with_what_can(
    workspace: TestWorkspace, body: dict[str, object], pointer: str, words: str
) -> None:
    answer = await workspace.client.post(f"{BASE}/inbound-sources", json=body)
    (error,) = answer.json()["errors"]

    assert answer.status_code == 422
    assert error["pointer"] == pointer
    assert words in error["message"]


async def test_a_deleted_source_takes_nothing_in_and_its_interactions_stay(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    await office.deliver(letter())
    deleted = await office.workspace.client.delete(f"{BASE}/inbound-sources/{office.source['id']}")

    assert deleted.status_code == 204
    assert (await office.post(letter(message_id="<2@x>"))).status_code == 404
    assert len((await office.read("/interactions"))["items"]) == 1
    assert len(await office.said("inbound_source.deleted")) == 1


async def test_sources_and_what_came_in_are_not_for_everybody(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    member = await workspace.join("member")

    for path in ("/inbound-sources", "/inbound-messages"):
        assert (await member.client.get(f"{BASE}{path}")).status_code == 403
