"""The one place that asks what time it is."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """This day in UTC."""
    return now().date()
