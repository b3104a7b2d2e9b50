"""The link that sets a new password: its form, and how long and how often."""

import re
import secrets
from datetime import timedelta
from uuid import UUID

PREFIX = "rpw_"
LIFE = timedelta(minutes=30)
# A second request within this time sends no second mail: the first is on its way.
APART = timedelta(minutes=1)

_FORM = re.compile(r"rpw_[A-Za-z0-9_-]{43}", re.ASCII)


def new_token() -> str:
    """256 random bits."""
    return PREFIX + secrets.token_urlsafe(32)


def is_token(text: str) -> bool:
    """Whether this has the form of a token."""
    return _FORM.fullmatch(text) is not None


def seal_context(user_id: UUID) -> str:
    """What a sealed token is bound to."""
    return f"password_reset:{user_id}"
