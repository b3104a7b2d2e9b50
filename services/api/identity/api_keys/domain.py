"""API keys: their form, and which scopes one may carry."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.api.identity.policy import SCOPES, permissions_of

PREFIX = "rpk_"
SHOWN = 6

_FORM = re.compile(r"rpk_([0-9a-f]{32})_[A-Za-z0-9_-]{43}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as shown once, and the beginning of it that is kept to recognise it by."""

    text: str
    prefix: str


def new_key(workspace_id: UUID) -> NewKey:
    """256 random bits after the id of the workspace that they are looked for in."""
    start = f"{PREFIX}{workspace_id.hex}_"
    text = start + secrets.token_urlsafe(32)
    return NewKey(text=text, prefix=text[: len(start) + SHOWN])


def workspace_of(key: str) -> UUID | None:
    """The workspace a key names; None where it is no API key."""
    matched = _FORM.fullmatch(key)
    return UUID(hex=matched[1]) if matched else None


def unknown_scopes(scopes: Iterable[str]) -> list[str]:
    """Scopes that no resource has."""
    return sorted(set(scopes) - SCOPES)


def excessive_scopes(scopes: Iterable[str], held: frozenset[str]) -> list[str]:
    """Scopes beyond what the creator holds."""
    return sorted(set(scopes) - held)


def permissions_of_key(scopes: Iterable[str], creator_role: str) -> frozenset[str]:
    """What a key may do now: its scopes, and never more than its creator's present role."""
    return frozenset(scopes) & permissions_of(creator_role)


def is_live(*, revoked_at: datetime | None, expires_at: datetime | None, at: datetime) -> bool:
    """Whether a key still opens anything."""
    return revoked_at is None and (expires_at is None or expires_at > at)
