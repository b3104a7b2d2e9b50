"""Pure rules of stored requests."""

import hashlib
from collections.abc import Mapping
from typing import Literal

Status = Literal["received", "processed", "unmatched", "failed", "refused"]
Kind = Literal["mail", "delivery", "bounce", "complaint", "open", "click", "survey_response", "other"]

REFUSED_BODY_BYTES = 64 * 1024
REFUSED_KEPT = 100
MAX_ATTEMPTS = 5

_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})
_MAX_HEADERS = 60
_MAX_HEADER_CHARS = 1_000


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that are stored beside a body: without credentials, bounded, and free of what PostgreSQL refuses."""
    kept = {
        name[:100]: value[:_MAX_HEADER_CHARS].replace("\x00", "")
        for name, value in headers.items()
        if name not in _SECRET_HEADERS
    }
    return dict(list(kept.items())[:_MAX_HEADERS])


def dedupe_digest(body: bytes, *, message_id: bytes = b"") -> bytes:
    """What a repeat is recognised by, within one source: its body, with the id told beside it, if any."""
    digest = hashlib.sha256(body)
    if message_id:
        digest.update(hashlib.sha256(message_id).digest())
    return digest.digest()


def is_given_up(attempts: int) -> bool:
    """Whether a request stopped its worker too often to be tried again."""
    return attempts > MAX_ATTEMPTS


def is_replayable(status: str) -> bool:
    """A refused request must stay without effect: nobody can say who sent it."""
    return status not in ("refused", "received")
