"""One id that follows a piece of work from the browser to the mail."""

import re
from contextvars import ContextVar

from services.kit.ids import new_id

HEADER = "X-Correlation-Id"
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")

correlation: ContextVar[str] = ContextVar("correlation", default="")


def correlation_id() -> str:
    """The id of the work in hand; a new one where none was set."""
    return correlation.get() or begin_correlation(None)


def begin_correlation(offered: str | None) -> str:
    """Start with an id that a caller offers, or with a new one where it is absent or malformed."""
    chosen = offered if offered and ACCEPTED.fullmatch(offered) else str(new_id())
    correlation.set(chosen)
    return chosen
