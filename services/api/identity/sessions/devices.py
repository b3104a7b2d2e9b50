"""Devices: what one is called, and the mark of one that a person has signed in on."""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

DEVICE_LIFE = timedelta(days=400)
UNKNOWN = "Unknown device"
LONGEST_PRODUCT = 40

# The first that fits: many browsers name the ones they descend from as well.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)
_PRODUCT = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)
_FORM = re.compile(r"[A-Za-z0-9_-]{86}", re.ASCII)


def device_words(user_agent: str) -> str:
    """A program as people call it, such as `Firefox on Windows`; for others than browsers the name they give."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), None)
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), None)
    if browser and system:
        return f"{browser} on {system}"
    if browser or system:
        return browser or system or UNKNOWN
    product = _PRODUCT.match(user_agent)
    return product[0][:LONGEST_PRODUCT] if product else UNKNOWN


def device_token(user_id: UUID, key: bytes) -> str:
    """The mark that a browser keeps after a sign-in of this person: it is known again by it, and opens nothing."""
    body = user_id.bytes + secrets.token_bytes(16)
    return urlsafe_b64encode(body + _mac(key, body)).decode().rstrip("=")


def is_known_device(token: str | None, user_id: UUID | None, keys: Sequence[bytes]) -> bool:
    """Whether the person has signed in on the device that shows this mark."""
    if token is None or user_id is None or not _FORM.fullmatch(token):
        return False
    packed = urlsafe_b64decode(token + "==")
    body, mac = packed[:32], packed[32:]
    return body[:16] == user_id.bytes and any(hmac.compare_digest(_mac(key, body), mac) for key in keys)


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, hashlib.sha256).digest()
