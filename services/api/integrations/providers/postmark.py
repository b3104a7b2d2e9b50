"""Postmark: JSON, one mail or one report a request. It signs nothing; the address and basic authentication guard it.

Field names as in Postmark's documentation of its inbound, bounce, delivery, spam complaint, open tracking, click and
subscription change webhooks.
"""

import base64
import binascii
from collections.abc import Sequence
from typing import Final

from services.api.integrations.providers.composing import Enclosure, Parts, address, compose
from services.api.integrations.providers.documents import Document, instant, listed, parse_document, text
from services.api.integrations.providers.port import (
    GOOD,
    Credentials,
    Freshness,
    IncomingMail,
    MailEvent,
    MailEventKind,
    Occurrence,
    Posted,
    Provider,
    SourceKind,
    UnreadableRequest,
    Verdict,
)

_INBOUND_FIELDS: Final = frozenset(
    {"From", "FromFull", "To", "ToFull", "OriginalRecipient", "TextBody", "HtmlBody", "Attachments", "RawEmail"}
)
_COMPOSED: Final = frozenset({"from", "to", "cc", "bcc", "reply-to", "subject", "date"})

#: Reports that say one thing: (kind, the field of its instant, the field of its words).
_PLAIN: Final[dict[str, tuple[MailEventKind, str, str]]] = {
    "Delivery": ("delivery", "DeliveredAt", "Details"),
    "Open": ("open", "ReceivedAt", "UserAgent"),
    "Click": ("click", "ReceivedAt", "OriginalLink"),
}

#: Of Postmark's bounce types, those that are no bounce: (kind, whether the address is lost).
_NO_BOUNCE: Final[dict[str, tuple[MailEventKind, bool]]] = {
    "SpamComplaint": ("complaint", True),
    "SpamNotification": ("complaint", False),
    "Transient": ("other", False),
    "DnsError": ("other", False),
    "OpenRelayTest": ("other", False),
    "AutoResponder": ("other", False),
    "AddressChange": ("other", False),
    "ChallengeVerification": ("other", False),
    "Subscribe": ("other", False),
    "Unsubscribe": ("other", False),
    "Unknown": ("other", False),
    "BadEmailAddress": ("other", True),
    "ManuallyDeactivated": ("other", True),
    "Unconfirmed": ("other", False),
    "Blocked": ("other", False),
    "DMARCPolicy": ("other", False),
    "SMTPApiError": ("other", False),
    "InboundError": ("other", False),
    "TemplateRenderingFailed": ("other", False),
}


class PostmarkProvider(Provider):
    """Inbound mail and the reports of the mail that was sent through Postmark."""

    name = "postmark"
    kind: SourceKind = "email"
    takes_secret = False

    def is_guarded(self, credentials: Credentials) -> bool:
        del credentials  # The token in the address is what there is; basic authentication comes on top.
        return True

    def verify(self, posted: Posted, credentials: Credentials, freshness: Freshness) -> Verdict:
        del posted, credentials, freshness
        return GOOD

    def occurrences(self, posted: Posted, credentials: Credentials) -> Sequence[Occurrence]:
        del credentials
        said = parse_document(posted.body)
        if "RecordType" in said or {"Type", "Email"} <= said.keys():
            return [_report(said)]
        if not _INBOUND_FIELDS & said.keys():
            raise UnreadableRequest("It is neither an inbound mail of Postmark nor one of its reports (no RecordType).")
        return [IncomingMail(_mail(said), recipients=tuple(filter(None, [text(said, "OriginalRecipient")])))]


def _mail(said: Document) -> bytes:
    if raw := text(said, "RawEmail"):
        return raw.encode("utf-8", "replace")
    sent = [(text(one, "Name"), text(one, "Value")) for one in listed(said, "Headers")]
    composed = [
        ("From", _people(said, "From")),
        ("To", _people(said, "To")),
        ("Cc", _people(said, "Cc")),
        ("Bcc", _people(said, "Bcc")),
        ("Reply-To", text(said, "ReplyTo")),
        ("Subject", text(said, "Subject")),
        ("Date", text(said, "Date")),
    ]
    headers = [*composed, *((name, value) for name, value in sent if name.lower() not in _COMPOSED)]
    files = [_file(one) for one in listed(said, "Attachments")]
    return compose(Parts(headers, text(said, "TextBody"), text(said, "HtmlBody"), files))


def _people(said: Document, field: str) -> str:
    full = said.get(f"{field}Full")
    people = listed(said, f"{field}Full") if isinstance(full, list) else [full] if isinstance(full, dict) else []
    named = [address(text(one, "Email"), text(one, "Name")) for one in people]
    return ", ".join(filter(None, named)) or text(said, field)


def _file(said: Document) -> Enclosure:
    try:
        content = base64.b64decode(text(said, "Content", "Data"))
    except (binascii.Error, ValueError) as error:
        raise UnreadableRequest("An attachment is not in base64.") from error
    return Enclosure(text(said, "Name"), text(said, "ContentType"), content, text(said, "ContentID"))


def _report(said: Document) -> MailEvent:
    record = text(said, "RecordType") or "Bounce"
    kind, is_permanent, when, detail = _read_report(record, said)
    return MailEvent(
        kind=kind,
        occurred_at=instant(said.get(when)),
        recipient=text(said, "Recipient", "Email"),
        message_id=text(said, "MessageID"),
        is_permanent=is_permanent,
        detail=detail,
    )


def _read_report(record: str, said: Document) -> tuple[MailEventKind, bool, str, str]:
    """Kind, whether the address is lost, the field of the instant, and the words for people."""
    if record in _PLAIN:
        kind, when, what = _PLAIN[record]
        return kind, False, when, text(said, what)
    if record == "SubscriptionChange":
        reason = text(said, "SuppressionReason")
        return "other", False, "ChangedAt", f"Unsubscribed ({reason})" if reason else "Subscribed again"
    if record in {"Bounce", "SpamComplaint"}:
        type_ = text(said, "Type") or record
        kind, is_permanent = _NO_BOUNCE.get(type_, ("bounce", type_ in {"HardBounce", "VirusNotification"}))
        return kind, is_permanent, "BouncedAt", text(said, "Details", "Description", "Name")
    return "other", False, "ReceivedAt", record
