"""Opaque keyset cursors: where a page ended, for one sort order."""

import base64
import binascii
import json

import orjson

from services.kit.problems import invalid_field


def encode_cursor(sort: str, values: list[str]) -> str:
    """Pack the sort's name and the last row's key values (as text)."""
    packed = orjson.dumps([sort, *values])
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str, sort: str) -> list[str]:
    """The key values of a cursor made for the same sort.

    Raises:
        Invalid: the cursor is not ours, or belongs to another sort order.
    """
    refused = invalid_field("/cursor", "cursor_invalid", "Start again without a cursor; this one does not fit.")
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        packed = json.loads(base64.urlsafe_b64decode(padded.encode("ascii")))
    except (ValueError, binascii.Error, UnicodeError, RecursionError):
        raise refused from None
    if not isinstance(packed, list) or len(packed) != 3 or packed[0] != sort:
        raise refused
    if not all(isinstance(value, str) for value in packed):
        raise refused
    return packed[1:]
