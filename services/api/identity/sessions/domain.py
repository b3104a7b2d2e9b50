"""Refresh tokens: their form, how a successor follows from its predecessor, and what presenting one means.

A token is opaque: 256 random bits after the id of its workspace, because a row can only be looked for in a known
workspace. The successor is derived from the presented token under a key of ours, so the answer can be repeated within
the grace period although only digests are stored: a lost answer or two open tabs sign nobody out.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from services.kit.seal import derive_key

PREFIX = "rpr_"
GRACE = timedelta(seconds=10)
FAMILY_LIFE = timedelta(days=30)

_FORM = re.compile(r"rpr_([0-9a-f]{32})_[A-Za-z0-9_-]{43}", re.ASCII)

Meaning = Literal["rotate", "repeat", "reused", "dead"]


@dataclass(frozen=True, slots=True)
class Caller:
    """The program that signs in: its mark, its name for people, where it calls from, and its device cookie."""

    mark: bytes
    device: str
    address: str
    device_token: str | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """All refresh tokens that follow from one sign-in."""

    id: UUID
    user_id: UUID
    started_at: datetime
    device: str


@dataclass(frozen=True, slots=True)
class Presented:
    """What is stored about a presented token; `rotated_by` is the client that got its successor."""

    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    rotated_by: bytes | None


def new_refresh_token(workspace_id: UUID) -> str:
    """A fresh token that begins a family."""
    return _written(workspace_id, secrets.token_bytes(32))


def workspace_of(token: str) -> UUID | None:
    """The workspace a token names; None where it is no refresh token."""
    matched = _FORM.fullmatch(token)
    return UUID(hex=matched[1]) if matched else None


def successor_keys(secret_keys: Sequence[str]) -> tuple[bytes, ...]:
    """The keys successors are derived under, the current one first."""
    return tuple(derive_key(secret, "refresh-successor") for secret in secret_keys)


def successors_of(token: str, keys: Sequence[bytes]) -> list[str]:
    """The successor of a token under each key: the first is the one to issue, the rest belong to rotated-out keys."""
    workspace_id = workspace_of(token)
    if workspace_id is None:
        raise ValueError("not a refresh token")
    return [_written(workspace_id, hmac.new(key, token.encode(), hashlib.sha256).digest()) for key in keys]


def client_mark(user_agent: str) -> bytes:
    """What tells one client from another.

    The address is left out on purpose: a phone that changes networks while an answer is lost is the very case the grace
    period exists for.
    """
    return hashlib.sha256(user_agent.encode(errors="replace")).digest()


def meaning(presented: Presented, *, client: bytes, at: datetime) -> Meaning:
    """What presenting a token means: rotate it, repeat the answer, a stolen copy, or nothing any more."""
    if presented.revoked_at is not None or presented.expires_at <= at:
        return "dead"
    if presented.used_at is None:
        return "rotate"
    if at - presented.used_at <= GRACE and presented.rotated_by == client:
        return "repeat"
    return "reused"


def _written(workspace_id: UUID, secret: bytes) -> str:
    return f"{PREFIX}{workspace_id.hex}_{urlsafe_b64encode(secret).decode().rstrip('=')}"
