"""Signed tokens. The only module that imports `jose`, so that the library can be swapped in one place.

Rules (RFC 8725 and RFC 9068): HS256 only, so no public key exists to be confused with a secret; one key per purpose,
derived from SECRET_KEY; the header is judged by our own code before the library sees the token; every flaw whatsoever
becomes `InvalidToken`, because several exceptions of the library escape its own base class.
"""

import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from jose import jwk, jwt

from services.kit import clock
from services.kit.ids import new_id
from services.kit.seal import derive_key

ALGORITHM = "HS256"
ACCESS_TYPE = "at+jwt"
ACCESS_LIFE = timedelta(minutes=15)
AUDIENCE = "rapport-api"
LEEWAY_SECONDS = 10
TOKEN_LIMIT = 4096
HEADER_LIMIT = 512
REQUIRED_CLAIMS = ("exp", "iat", "nbf", "iss", "aud", "sub", "jti")

UNSUBSCRIBE_VERSION = 1
UNSUBSCRIBE_LIFE = timedelta(days=400)

_THREE_SEGMENTS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}", re.ASCII)
_OPAQUE = re.compile(r"[A-Za-z0-9_-]{94}", re.ASCII)
_KEY_ID = re.compile(r"[a-z0-9-]{1,32}", re.ASCII)


class InvalidToken(Exception):
    """The token proves nothing; why is not told to the caller."""


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What a verified access token says."""

    user_id: UUID
    workspace_id: UUID
    token_version: int
    token_id: str
    issued_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class UnsubscribeClaims:
    """Whose emails an unsubscribe link turns off."""

    workspace_id: UUID
    user_id: UUID


class Tokens:
    """Signs with the first secret and verifies with all, so a rotated SECRET_KEY signs nobody out."""

    def __init__(self, secrets: Sequence[str], *, issuer: str) -> None:
        self._issuer = issuer
        access = [derive_key(secret, "access") for secret in secrets]
        self._access_keys = {_key_id(key): jwk.construct(key, ALGORITHM) for key in access}
        self._signing_key_id = _key_id(access[0])
        self._unsubscribe_keys = [derive_key(secret, "unsubscribe") for secret in secrets]

    def sign_access(
        self, *, user_id: UUID, workspace_id: UUID, token_version: int, life: timedelta = ACCESS_LIFE
    ) -> str:
        """A JWT access token (RFC 9068) for one member of one workspace, valid for at most 15 minutes."""
        issued = int(clock.now().timestamp())
        claims = {
            "iss": self._issuer,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "wsp": str(workspace_id),
            "ver": token_version,
            "jti": str(new_id()),
            "iat": issued,
            "nbf": issued,
            "exp": issued + int(min(life, ACCESS_LIFE).total_seconds()),
        }
        headers = {"typ": ACCESS_TYPE, "kid": self._signing_key_id}
        signed: str = jwt.encode(claims, self._access_keys[self._signing_key_id], ALGORITHM, headers=headers)
        return signed

    def verify_access(self, token: str) -> AccessClaims:
        """What the token says.

        Raises:
            InvalidToken: whatever is wrong with it.
        """
        try:
            key = self._access_keys[_key_id_of(token)]
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=AUDIENCE,
                options={**{f"require_{name}": True for name in REQUIRED_CLAIMS}, "leeway": LEEWAY_SECONDS},
            )
            return _judged(claims)
        except Exception:
            # RecursionError, TypeError, OverflowError and JWKError all escape the library's JWTError.
            raise InvalidToken from None

    def sign_unsubscribe(self, workspace_id: UUID, user_id: UUID) -> str:
        """An opaque token for the unsubscribe link of mails to one member, valid for 400 days."""
        issued_on = int(clock.now().timestamp()) // 86400
        body = bytes([UNSUBSCRIBE_VERSION]) + issued_on.to_bytes(5, "big") + workspace_id.bytes + user_id.bytes
        return urlsafe_b64encode(body + _mac(self._unsubscribe_keys[0], body)).decode().rstrip("=")

    def verify_unsubscribe(self, token: str) -> UnsubscribeClaims:
        """Whose emails the link turns off.

        Raises:
            InvalidToken: not ours, changed, or older than 400 days.
        """
        if not _OPAQUE.fullmatch(token):
            raise InvalidToken
        packed = urlsafe_b64decode(token + "==")
        body, mac = packed[:38], packed[38:]
        if not any(hmac.compare_digest(_mac(key, body), mac) for key in self._unsubscribe_keys):
            raise InvalidToken
        issued_at = datetime.fromtimestamp(int.from_bytes(body[1:6], "big") * 86400, tz=UTC)
        if body[0] != UNSUBSCRIBE_VERSION or issued_at + UNSUBSCRIBE_LIFE < clock.now():
            raise InvalidToken
        return UnsubscribeClaims(workspace_id=UUID(bytes=body[6:22]), user_id=UUID(bytes=body[22:38]))


def _key_id(key: bytes) -> str:
    """A public name for a key that tells nothing about it."""
    return hmac.new(key, b"kid", hashlib.sha256).hexdigest()[:16]


def _mac(key: bytes, body: bytes) -> bytes:
    return hmac.new(key, body, hashlib.sha256).digest()


def _key_id_of(token: str) -> str:
    """The key id of a token whose form and header are exactly what we sign."""
    if len(token) > TOKEN_LIMIT or not _THREE_SEGMENTS.fullmatch(token):
        raise InvalidToken
    segment, _, signature = token.split(".")
    if len(segment) > HEADER_LIMIT or not _is_canonical(signature):
        raise InvalidToken
    header = json.loads(urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))
    if not isinstance(header, dict) or set(header) != {"alg", "typ", "kid"}:
        # Also refuses jwk, jku, x5u, x5c, crit and b64: no header parameter may choose how we verify.
        raise InvalidToken
    key_id = header["kid"]
    if header["alg"] != ALGORITHM or header["typ"] != ACCESS_TYPE or not _KEY_ID.fullmatch(key_id):
        raise InvalidToken
    return str(key_id)


def _is_canonical(segment: str) -> bool:
    """Whether no second spelling of the same bytes was used (base64 leaves spare bits in its last character)."""
    return urlsafe_b64encode(urlsafe_b64decode(segment + "=")).decode().rstrip("=") == segment


def _judged(claims: Mapping[str, Any]) -> AccessClaims:
    """The checks the library does not make: exact types, life span, a future `iat`, our own claims."""
    issued, starts, expires, version = (_whole(claims[name]) for name in ("iat", "nbf", "exp", "ver"))
    latest = int(clock.now().timestamp()) + LEEWAY_SECONDS
    if claims["aud"] != AUDIENCE or not 0 < expires - issued <= ACCESS_LIFE.total_seconds():
        raise InvalidToken
    if issued > latest or starts > latest or version < 0:
        raise InvalidToken
    return AccessClaims(
        user_id=UUID(claims["sub"]),
        workspace_id=UUID(claims["wsp"]),
        token_version=version,
        token_id=str(UUID(claims["jti"])),
        issued_at=datetime.fromtimestamp(issued, tz=UTC),
        expires_at=datetime.fromtimestamp(expires, tz=UTC),
    )


def _whole(value: object) -> int:
    if type(value) is not int:
        raise InvalidToken
    return value
