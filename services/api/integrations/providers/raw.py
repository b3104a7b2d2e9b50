"""`raw`: a mail as it is (`message/rfc822`), signed by HMAC-SHA256 over the whole body."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence

from services.api.integrations.providers.port import (
    GOOD,
    Credentials,
    Freshness,
    IncomingMail,
    Occurrence,
    Posted,
    Provider,
    SourceKind,
    Verdict,
)

SIGNATURE_HEADER = "x-rapport-signature"


class RawProvider(Provider):
    """Any program that can post a mail: an MTA's pipe, a script, `make post-mail`."""

    name = "raw"
    kind: SourceKind = "email"

    def new_secret(self) -> str | None:
        return secrets.token_urlsafe(32)

    def is_guarded(self, credentials: Credentials) -> bool:
        return bool(credentials.secret)

    def verify(self, posted: Posted, credentials: Credentials, freshness: Freshness) -> Verdict:
        del freshness  # A mail carries no signed time; a repeat is known by its body.
        if not credentials.secret:
            # An empty key would make an HMAC that anybody can compute.
            return Verdict(False, "The source has no secret to verify with.")
        given = posted.headers.get(SIGNATURE_HEADER, "").strip().lower()
        if not given:
            return Verdict(False, "The header X-Rapport-Signature is missing.")
        expected = hmac.new(credentials.secret.encode(), posted.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given.encode(), expected.encode()):
            return Verdict(False, "The signature does not fit the body.")
        return GOOD

    def occurrences(self, posted: Posted, credentials: Credentials) -> Sequence[Occurrence]:
        del credentials
        return [IncomingMail(posted.body)]
