"""Addresses that providers post to: made by admins, their secret shown once."""

import pytest

from services.kit.database import Database
from tests.support.post_office import PostOffice, letter
from tests.support.workspace import BASE, TestWorkspace, Workspaces

SETTINGS = {
    "has_basic_auth": False,
    "create_contacts": False,
    "quiet_after_days": None,
    "topic_arn": None,
    "client_id": None,
    "mapping": None,
    "address": None,
    "secret_keys": [],
}


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
    assert read["has_secret"]
    assert read["settings"] == SETTINGS
    assert (read["unmatched_count"], read["failed_count"], read["last_refused_at"]) == (0, 0, None)


async def test_a_secret_of_ones_own_is_taken_and_basic_authentication_is_not_shown_again(
    workspace: TestWorkspace,
) -> None:
    settings = {"basic_auth": "mailer:a-long-password", "create_contacts": True}
    source = await workspace.create(
        "/inbound-sources", kind="email", provider="raw", secret="a secret of my own", settings=settings
    )

    assert source["secret"] == "a secret of my own"
    known = {"has_basic_auth": True, "create_contacts": True, "secret_keys": ["basic_auth"]}
    assert source["settings"] == {**SETTINGS, **known}
    assert "a-long-password" not in (await workspace.client.get(f"{BASE}/inbound-sources")).text


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({"kind": "email", "provider": "sparrow"}, "/provider", "Available: mailgun, postmark, raw"),
        ({"kind": "survey", "provider": "raw"}, "/provider", "cannot be used for survey"),
        ({"kind": "email", "provider": "raw", "secret": "short"}, "/secret", "at least 8"),
        ({"kind": "email", "provider": "raw", "secret": ""}, "/secret", "at least 8"),
        ({"kind": "email", "provider": "mailgun"}, "/secret", "settings.basic_auth"),
        ({"kind": "email", "provider": "mailgun", "settings": {"public_key": "k" * 30}}, "/settings/public_key", ""),
        ({"kind": "email", "provider": "postmark", "secret": "of no use at all"}, "/secret", "signs nothing"),
        ({"kind": "email", "provider": "raw", "settings": {"mapping": {"q": "nps"}}}, "/settings/mapping", "not use"),
        ({"kind": "email", "provider": "raw", "settings": {"quiet_after_days": 0}}, "/settings/quiet_after_days", ""),
        ({"kind": "email", "provider": "raw", "settings": {"colour": "red"}}, "/settings/colour", ""),
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


async def test_every_provider_says_what_a_source_of_it_takes(workspace: TestWorkspace) -> None:
    items = (await workspace.client.get(f"{BASE}/inbound-sources/providers")).json()["items"]
    known = {item["name"]: item for item in items}

    assert (known["raw"]["takes_secret"], known["raw"]["makes_secret"]) == (True, True)
    assert (known["mailgun"]["takes_secret"], known["mailgun"]["makes_secret"]) == (True, False)
    assert known["postmark"]["takes_secret"] is False
    assert known["postmark"]["settings"] == ["address", "basic_auth", "create_contacts", "quiet_after_days"]


async def test_a_source_is_renamed_and_its_settings_change_one_by_one(workspace: TestWorkspace) -> None:
    settings = {"basic_auth": "mailer:a-long-password", "create_contacts": True}
    source = await workspace.create("/inbound-sources", kind="email", provider="raw", settings=settings)
    change = {"name": "Support", "settings": {"quiet_after_days": 7, "basic_auth": None}}
    path = f"{BASE}/inbound-sources/{source['id']}"
    changed = await workspace.client.patch(path, json=change, headers={"If-Match": '"1"'})
    stale = await workspace.client.patch(path, json=change, headers={"If-Match": '"1"'})

    assert changed.status_code == 200
    assert changed.headers["etag"] == '"2"'
    assert changed.json()["name"] == "Support"
    assert changed.json()["settings"] == {**SETTINGS, "create_contacts": True, "quiet_after_days": 7}
    assert changed.json()["secret"] is None
    assert stale.status_code == 412


async def test_a_secret_that_is_made_anew_is_shown_once_and_the_old_one_is_void(
    workspaces: Workspaces, worker_database: Database
) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    path = f"{BASE}/inbound-sources/{office.source['id']}"
    changed = (await office.workspace.client.patch(path, json={"makes_secret": True})).json()
    renewed = PostOffice(office.workspace, changed, office.reader, office.provider)

    assert len(changed["secret"]) >= 32
    assert changed["secret"] != office.source["secret"]
    assert "secret" not in (await office.workspace.client.get(path)).json()
    assert (await office.post(letter())).status_code == 401
    assert (await renewed.post(letter())).status_code == 202
    (updated,) = await office.said("inbound_source.updated")
    assert updated.data["changed"] == ["secret"]


@pytest.mark.parametrize(
    ("provider", "given", "change", "pointer"),
    [
        ("raw", {}, {"secret": None}, "/secret"),
        ("mailgun", {"secret": "a signing key"}, {"secret": None}, "/secret"),
        ("mailgun", {"secret": "a signing key"}, {"makes_secret": True}, "/makes_secret"),
        ("postmark", {}, {"secret": "of no use at all"}, "/secret"),
        ("postmark", {}, {"settings": {"api_key": "of no use"}}, "/settings/api_key"),
        ("raw", {}, {"name": None}, "/name"),
        ("raw", {}, {"provider": "mailgun"}, "/provider"),
    ],
)
async def test_a_change_that_would_leave_a_source_unguarded_is_refused(
    workspace: TestWorkspace, provider: str, given: dict[str, str], change: dict[str, object], pointer: str
) -> None:
    source = await workspace.create("/inbound-sources", kind="email", provider=provider, **given)
    answer = await workspace.client.patch(f"{BASE}/inbound-sources/{source['id']}", json=change)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


async def test_a_provider_may_ask_whether_an_address_is_there(workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    source = await workspace.create("/inbound-sources", kind="email", provider="postmark")
    stranger = workspaces.anonymous()

    assert (await stranger.head(source["url"])).status_code == 200
    assert (await stranger.get(source["url"])).status_code == 405
    assert (await stranger.head(f"{BASE}/inbound/{'x' * 43}")).status_code == 404
    read = (await workspace.client.get(f"{BASE}/inbound-sources/{source['id']}")).json()
    assert read["last_received_at"] is None


async def test_a_source_says_how_it_is_doing(workspaces: Workspaces, worker_database: Database) -> None:
    office = await PostOffice.open(workspaces, worker_database)
    await office.deliver(letter())
    await office.deliver(letter(message_id="<2@x>", text="another"))
    await office.deliver(b"not a mail")
    await office.post(letter(message_id="<3@x>"), signature="wrong")
    quiet = await office.workspace.create("/inbound-sources", kind="email", provider="postmark")

    listed = {one["id"]: one for one in (await office.read("/inbound-sources"))["items"]}
    busy = listed[office.source["id"]]
    assert (busy["unmatched_count"], busy["failed_count"]) == (2, 1)
    assert busy["last_received_at"]
    assert busy["last_refused_at"]
    assert (listed[quiet["id"]]["unmatched_count"], listed[quiet["id"]]["failed_count"]) == (0, 0)
