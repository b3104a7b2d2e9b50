"""Mail that no person wrote: auto-replies, bounces, reports. Recorded, but never the customer speaking."""

import re
from typing import Final

from services.api.interactions.mail.headers import Headers

_ROBOTS: Final = re.compile(
    r"^(?:mailer-daemon|mail-daemon|postmaster|mdaemon|no-?reply|do-?not-?reply|bounces?)(?:[+=._-].*)?@", re.IGNORECASE
)
_OTHER_FIELDS: Final = (
    *("x-autoreply", "x-autorespond", "x-auto-reply"),
    *("x-autoreply-from", "x-failed-recipients", "feedback-type"),
)
_REPORTS: Final = frozenset(
    {
        "multipart/report",
        "message/delivery-status",
        "message/feedback-report",
        "message/disposition-notification",
    }
)
_SUPPRESS: Final = frozenset({"all", "autoreply", "oof", "dr", "rn", "nrn"})
_AUTOMATIC_SUBJECTS: Final = (
    *("automatic reply", "auto:", "out of office"),
    *("automatische antwort", "réponse automatique", "abwesen"),
)


def is_automatic(headers: Headers, senders: list[str]) -> bool:
    """Whether a program sent it (RFC 3834, RFC 3464, and the fields older programs set instead)."""
    submitted = (headers.first("auto-submitted") or "no").partition(";")[0].strip().lower()
    precedence = (headers.first("precedence") or "").strip().lower()
    suppress = {word.strip().lower() for word in (headers.first("x-auto-response-suppress") or "").split(",")}
    return (
        submitted not in ("no", "")
        or precedence in ("auto_reply", "auto-reply", "bulk", "junk")
        or any("".join(value.split()) == "<>" for value in headers.all("return-path"))
        or (headers.first("content-type") or "").partition(";")[0].strip().lower() in _REPORTS
        or any(headers.first(name) for name in _OTHER_FIELDS)
        or (bool(suppress & _SUPPRESS) and headers.first("in-reply-to") is not None and _says_so(headers))
        or any(_ROBOTS.match(address) for address in senders)
    )


def _says_so(headers: Headers) -> bool:
    """Exchange sets X-Auto-Response-Suppress on people's mail too; only the subject tells the two apart."""
    subject = (headers.text("subject", 200) or "").lower()
    return subject.startswith(
        ("automatic reply", "auto:", "out of office", "automatische antwort", "réponse automatique", "abwesen")
    )
