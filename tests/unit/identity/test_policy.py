"""The table of roles and permissions, and what an API key may do with it."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from services.api.identity.api_keys.domain import (
    excessive_scopes,
    is_live,
    new_key,
    permissions_of_key,
    unknown_scopes,
    workspace_of,
)
from services.api.identity.policy import ROLES, SCOPES, may_give, permissions_of, sees_all

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def test_each_role_holds_no_less_than_the_one_below_it() -> None:
    for higher, lower in pairwise(ROLES):
        assert permissions_of(higher) >= permissions_of(lower)


def test_an_owner_holds_every_permission_there_is() -> None:
    assert permissions_of("owner") == SCOPES


def test_a_viewer_changes_nothing_but_their_own_things() -> None:
    written = {name for name in permissions_of("viewer") if name.endswith(":write")}
    assert written == {"me:write", "notifications:write", "watchers:write"}


def test_who_may_write_may_read() -> None:
    for role in ROLES:
        written = {name.removesuffix(":write") for name in permissions_of(role) if name.endswith(":write")}
        assert {f"{resource}:read" for resource in written} <= permissions_of(role)


def test_an_unknown_role_may_do_nothing() -> None:
    assert permissions_of("superuser") == frozenset()
    assert not sees_all("superuser")


def test_only_owners_and_admins_see_private_projects_they_are_not_in() -> None:
    assert {role for role in ROLES if sees_all(role)} == {"owner", "admin"}


def test_a_key_never_exceeds_its_creators_present_role() -> None:
    scopes = ["api-keys:write", "customers:read", "customers:write"]
    assert permissions_of_key(scopes, "owner") == set(scopes)
    assert permissions_of_key(scopes, "member") == {"customers:read", "customers:write"}
    assert permissions_of_key(scopes, "viewer") == {"customers:read"}
    assert permissions_of_key(scopes, "gone") == frozenset()


def test_scopes_are_judged_by_resource_and_role() -> None:
    assert unknown_scopes(["customers:read", "customers:delete", "*"]) == ["*", "customers:delete"]
    assert excessive_scopes(["customers:write", "customers:read"], permissions_of("viewer")) == ["customers:write"]


@pytest.mark.parametrize(
    ("revoked_at", "expires_at", "live"),
    [
        (None, None, True),
        (None, NOW + timedelta(seconds=1), True),
        (None, NOW, False),
        (NOW, None, False),
        (NOW, NOW + timedelta(days=1), False),
    ],
)
def test_a_key_ends_when_revoked_or_expired(
    revoked_at: datetime | None, expires_at: datetime | None, live: bool
) -> None:
    assert is_live(revoked_at=revoked_at, expires_at=expires_at, at=NOW) is live


def test_a_key_names_its_workspace_and_begins_as_is_shown() -> None:
    workspace_id = uuid4()
    key = new_key(workspace_id)
    assert workspace_of(key.text) == workspace_id
    assert key.text.startswith(key.prefix)
    assert len(key.text) - len(key.prefix) == 37
    assert workspace_of(key.text + "x") is None


def test_nobody_gives_a_role_above_their_own() -> None:
    for giver in ROLES:
        assert [role for role in ROLES if may_give(giver, role)] == list(ROLES[ROLES.index(giver) :])
    assert not may_give(None, "viewer")
    assert not may_give("owner", "superuser")
