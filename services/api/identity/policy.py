"""Who may do what: the roles, the resources, and the one table that says which role holds which permission.

A permission is `<resource>:read` or `<resource>:write`; a resource is the first path segment under /api/v1. API keys
carry the same names as scopes.
"""

from typing import Literal, get_args

Role = Literal["owner", "admin", "manager", "member", "viewer"]
ROLES: tuple[Role, ...] = get_args(Role)

# Seeing everything includes private projects one is not a member of.
SEES_ALL: frozenset[str] = frozenset({"owner", "admin"})

READ, WRITE = "read", "write"

# resource: (roles that may read, roles that may write)
_EVERYONE = "owner admin manager member viewer"
_WORKERS = "owner admin manager member"
_LEADS = "owner admin manager"
_ADMINS = "owner admin"
_NOBODY = ""

TABLE: dict[str, tuple[str, str]] = {
    "me": (_EVERYONE, _EVERYONE),
    "members": (_EVERYONE, _ADMINS),
    "workspace": (_EVERYONE, _ADMINS),
    "api-keys": (_ADMINS, _ADMINS),
    "customers": (_EVERYONE, _WORKERS),
    "contacts": (_EVERYONE, _WORKERS),
    "projects": (_EVERYONE, _WORKERS),
    "tasks": (_EVERYONE, _WORKERS),
    "interactions": (_EVERYONE, _WORKERS),
    "survey-responses": (_EVERYONE, _WORKERS),
    "comments": (_EVERYONE, _WORKERS),
    "watchers": (_EVERYONE, _EVERYONE),
    "search": (_EVERYONE, _NOBODY),
    "audit": (_ADMINS, _ADMINS),
    "events": (_EVERYONE, _NOBODY),
    "notifications": (_EVERYONE, _EVERYONE),
    "inbound-sources": (_ADMINS, _ADMINS),
    "inbound-messages": (_LEADS, _LEADS),
    "deliveries": (_LEADS, _NOBODY),
    "dead-letters": (_ADMINS, _ADMINS),
    "local-mailbox": (_ADMINS, _NOBODY),
}


def _granted(role: str) -> frozenset[str]:
    return frozenset(
        f"{resource}:{action}"
        for resource, holders in TABLE.items()
        for action, roles in zip((READ, WRITE), holders, strict=True)
        if role in roles.split()
    )


_PERMISSIONS: dict[str, frozenset[str]] = {role: _granted(role) for role in ROLES}

#: Every permission anybody can hold, which is also every scope an API key can have.
SCOPES: frozenset[str] = frozenset().union(*_PERMISSIONS.values())


def permissions_of(role: str) -> frozenset[str]:
    """What a role may do; a role this version does not know may do nothing."""
    return _PERMISSIONS.get(role, frozenset())


def sees_all(role: str) -> bool:
    """Whether a role sees private projects without being their member."""
    return role in SEES_ALL


def may_give(giver: str | None, role: str) -> bool:
    """Whether somebody may make others `role`, or change those who are: never beyond their own."""
    ranked: tuple[str, ...] = ROLES
    return giver in ranked and role in ranked and ranked.index(giver) <= ranked.index(role)
