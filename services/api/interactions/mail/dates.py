"""The `Date` field, as clocks and programs get it wrong."""

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz
from typing import Final

_EARLIEST: Final = datetime(1980, 1, 1, tzinfo=UTC)
_AHEAD: Final = timedelta(days=2)
_LONGEST: Final = 200
_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


def parse_date(value: str | None) -> datetime | None:
    """The instant in UTC, or None when the field holds no date that can exist."""
    if not value:
        return None
    plain = value[:_LONGEST].encode("ascii", "ignore").decode("ascii").replace("\x00", "").strip()
    try:
        return _iso(plain) if _ISO.match(plain) else _rfc5322(plain)
    except (ValueError, OverflowError, TypeError, IndexError):
        return None


def sent_at(value: str | None, received_at: datetime) -> datetime:
    """When the mail was sent; the time we received it where the field is missing, impossible, or in the future."""
    parsed = parse_date(value)
    return parsed if parsed and _EARLIEST <= parsed <= received_at + _AHEAD else received_at


def _iso(plain: str) -> datetime:
    instant = datetime.fromisoformat(plain.removesuffix("Z"))
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)


def _rfc5322(plain: str) -> datetime | None:
    fields = parsedate_tz(plain)
    if fields is None:
        return None
    year, month, day, hour, minute, second = fields[:6]
    offset = fields[9] or 0
    if abs(offset) >= 24 * 3600:
        offset = 0
    # Second 60 is a leap second; datetime knows none.
    local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=timezone(timedelta(seconds=offset)))
    return local.astimezone(UTC)
