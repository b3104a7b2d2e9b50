"""Signatures by the Standard Webhooks specification 1.0, which several providers use, some under names of their own.

Signed is `id.timestamp.body`; the header holds one or more `v1,<base64 HMAC-SHA256>`, of which one has to fit, so that
a sender can change its secret. Versions that this file does not know are skipped.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from datetime import UTC, datetime

from services.api.integrations.providers.port import GOOD, Freshness, Posted, Verdict

SECRET_PREFIX = "whsec_"  # noqa: S105 - how secrets begin, not one
KEY_BYTES = 32
_VERSION = "v1"


def new_standard_secret() -> str:
    """A fresh secret, as the specification writes them."""
    return SECRET_PREFIX + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def key_of(secret: str | None) -> bytes:
    """The key that a secret stands for, with or without its prefix; empty where it stands for none."""
    encoded = (secret or "").strip().removeprefix(SECRET_PREFIX)
    try:
        return base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError):
        return b""


def verify_standard(posted: Posted, secret: str | None, freshness: Freshness, *, names: str = "webhook") -> Verdict:
    """Judge the headers `<names>-id`, `<names>-timestamp` and `<names>-signature` over the raw body."""
    key = key_of(secret)
    if not key:
        # An empty key would make an HMAC that anybody can compute.
        return Verdict(False, "The source has no secret to verify with.")
    parts = [_header(posted, f"{names}-{part}") for part in ("id", "timestamp", "signature")]
    message_id, timestamp, signatures = parts
    if not all(parts):
        return Verdict(False, f"One of the headers {names}-id, {names}-timestamp and {names}-signature is missing.")
    signed_at = _instant(timestamp)
    if signed_at is None:
        return Verdict(False, f"The header {names}-timestamp holds no number of seconds.")
    signed = f"{message_id}.{timestamp}.".encode("latin-1", "replace") + posted.body
    expected = hmac.new(key, signed, hashlib.sha256).digest()
    if not _has(signatures, expected):
        return Verdict(False, "No signature fits the body.")
    if not freshness.covers(signed_at):
        return Verdict(False, "The request was signed too long ago, or in the future.")
    return GOOD


def message_id_of(posted: Posted, *, names: str = "webhook") -> bytes:
    """What all deliveries of one message share."""
    return _header(posted, f"{names}-id").encode("latin-1", "replace")


def _header(posted: Posted, name: str) -> str:
    return posted.headers.get(name, "").strip()


def _instant(timestamp: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(timestamp), UTC) if timestamp.isascii() and timestamp.isdigit() else None
    except (ValueError, OverflowError, OSError):
        return None


def _has(signatures: str, expected: bytes) -> bool:
    """Whether one of the signatures fits; each is compared, so that time tells nothing."""
    fits = [hmac.compare_digest(_decoded(one), expected) for one in signatures.split()]
    return any(fits)


def _decoded(signature: str) -> bytes:
    version, _, encoded = signature.partition(",")
    if version != _VERSION:
        return b""
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
