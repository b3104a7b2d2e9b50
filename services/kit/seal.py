"""Keys derived from SECRET_KEY, one per purpose, and sealing of secrets at rest."""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12


class SealBroken(Exception):
    """A sealed value cannot be opened: another SECRET_KEY, or it was changed."""


def derive_key(secret: str, purpose: str) -> bytes:
    """32 bytes for one purpose (HMAC-SHA256 of the purpose, keyed by the secret)."""
    return hmac.new(secret.encode(), f"rapport:{purpose}".encode(), hashlib.sha256).digest()


def digest(token: str) -> bytes:
    """SHA-256 of an opaque high-entropy token, which is what we store of it."""
    return hashlib.sha256(token.encode()).digest()


class Sealer:
    """AES-256-GCM under keys that live outside the database; opens values sealed with a previous key too."""

    def __init__(self, secrets: tuple[str, ...], purpose: str = "seal") -> None:
        self._ciphers = [AESGCM(derive_key(secret, purpose)) for secret in secrets]

    def seal(self, plain: str, *, context: str) -> str:
        """Encrypt; `context` (for example the row's id) is authenticated, so values cannot be moved."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[0].encrypt(nonce, plain.encode(), context.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, sealed: str, *, context: str) -> str:
        """Decrypt.

        Raises:
            SealBroken: no known key opens it in this context.
        """
        packed = base64.b64decode(sealed)
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(packed[:NONCE_BYTES], packed[NONCE_BYTES:], context.encode()).decode()
            except InvalidTag:
                continue
        raise SealBroken("the secret was sealed with another SECRET_KEY")


def mail_sealer(secrets: tuple[str, ...]) -> Sealer:
    """Seals the token of a link for its way into a mail: only who writes the mail opens it, and only then.

    What is stored and sent between services is no use to who reads it without SECRET_KEY.
    """
    return Sealer(secrets, "mailed-token")
