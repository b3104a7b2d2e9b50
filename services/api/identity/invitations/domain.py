"""Invitations: the form of their token, how long one lives, and how often its mail may be sent."""

import re
import secrets
from datetime import datetime, timedelta
from uuid import UUID

PREFIX = "rpi_"
LIFE = timedelta(days=7)
# An invitation mails an address of the inviter's choice; these keep a workspace from being a relay for mail.
MOST_MAILS_EACH = 10
MOST_MAILS_AN_HOUR = 100

_FORM = re.compile(r"rpi_([0-9a-f]{32})_[A-Za-z0-9_-]{43}", re.ASCII)


def new_token(workspace_id: UUID) -> str:
    """256 random bits after the id of the workspace that they are looked for in."""
    return f"{PREFIX}{workspace_id.hex}_{secrets.token_urlsafe(32)}"


def workspace_of(token: str) -> UUID | None:
    """The workspace a token names; None where it is no invitation's."""
    matched = _FORM.fullmatch(token)
    return UUID(hex=matched[1]) if matched else None


def seal_context(invitation_id: UUID) -> str:
    """What a sealed token is bound to."""
    return f"invitation:{invitation_id}"


def is_open(*, accepted_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, at: datetime) -> bool:
    """Whether an invitation can still be accepted."""
    return accepted_at is None and revoked_at is None and expires_at > at
