"""Basic authentication, which any source can demand on top of what its provider signs."""

import base64
import binascii
import hmac

from services.api.integrations.providers.port import GOOD, Credentials, Posted, Verdict

_REFUSED = Verdict(False, "The user name and password of the address are missing or wrong.")


def verify_basic_auth(posted: Posted, credentials: Credentials) -> Verdict:
    """Good where the source demands none, or the right one was sent (RFC 7617)."""
    wanted = credentials.settings.get("basic_auth")
    if not wanted:
        return GOOD
    scheme, _, encoded = posted.headers.get("authorization", "").partition(" ")
    try:
        given = base64.b64decode(encoded.strip(), validate=True) if scheme.lower() == "basic" else b""
    except binascii.Error:
        return _REFUSED
    return GOOD if hmac.compare_digest(given, str(wanted).encode()) else _REFUSED
