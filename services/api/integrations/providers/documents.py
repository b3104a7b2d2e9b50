"""JSON that providers post, read without trusting its shape: a field of another type than expected counts as absent."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from services.api.integrations.providers.port import UnreadableRequest
from services.api.web.fields import EARLIEST, LATEST

Document = Mapping[str, Any]


def parse_document(body: bytes) -> Document:
    """The JSON object of a body.

    Raises:
        UnreadableRequest: it is not one.
    """
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise UnreadableRequest("It is not JSON.") from error
    if not isinstance(found, dict):
        raise UnreadableRequest("It is JSON, but not an object.")
    return found


def within(document: Document, *names: str) -> Document:
    """The object at a path; empty where there is none."""
    found: Any = document
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def text(document: Document, *names: str) -> str:
    """The first of the named fields that is a text or a number; empty where none is."""
    for name in names:
        value = document.get(name)
        if isinstance(value, str) and value:
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""


def listed(document: Document, name: str) -> list[Document]:
    """The objects of a list."""
    found = document.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def instant(value: Any) -> datetime | None:
    """An instant written as RFC 3339 or as Unix seconds, in UTC; None where it is neither, or in no year we know."""
    found = _said(value)
    return found.astimezone(UTC) if found and EARLIEST <= found < LATEST else None


def _said(value: Any) -> datetime | None:
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        if not isinstance(value, str) or not value:
            return None
        if value.replace(".", "", 1).isdigit():
            return datetime.fromtimestamp(float(value), UTC)
        found = datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
