"""Mailgun: routes post mail as a form (whole or taken apart), webhooks post reports as JSON, older ones as a form.

`signature` is the hex HMAC-SHA256 of timestamp and token, keyed by the webhook signing key. It does not cover the
body: so a token is good for one body only, and a timestamp only for a while.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Any, Final

import orjson

from services.api.integrations.providers.composing import Enclosure, Parts, compose
from services.api.integrations.providers.documents import Document, instant, parse_document, text, within
from services.api.integrations.providers.forms import Form, FormFile, is_form, numbered_files, parse_form
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

_KINDS: Final[dict[str, MailEventKind]] = {
    "delivered": "delivery",
    "bounced": "bounce",
    "complained": "complaint",
    "opened": "open",
    "clicked": "click",
}
_WORDS: Final = {
    "accepted": "Accepted, on its way",
    "stored": "Kept at Mailgun",
    "unsubscribed": "Unsubscribed",
    "dropped": "Not sent",
    "rejected": "Not sent",
    "failed": "Delayed",
}
_ATTACHMENT: Final = "attachment-"


class MailgunProvider(Provider):
    """Inbound mail by a route, and the reports of the mail that was sent through Mailgun."""

    name = "mailgun"
    kind: SourceKind = "email"

    def verify(self, posted: Posted, credentials: Credentials, freshness: Freshness) -> Verdict:
        if not credentials.secret:
            # Checked before this: the source has basic authentication instead, or it would not have been made.
            return GOOD if credentials.settings.get("basic_auth") else Verdict(False, "The source has no signing key.")
        try:
            timestamp, token, signature = _signed(posted)
        except UnreadableRequest as error:
            return Verdict(False, f"It has no signature that can be read. {error}")
        expected = hmac.new(credentials.secret.encode(), f"{timestamp}{token}".encode(), hashlib.sha256).hexdigest()
        if not signature or not token or not hmac.compare_digest(signature.encode(), expected.encode()):
            return Verdict(False, "The signature does not fit its timestamp and token.")
        said = instant(timestamp)
        if said is None or not freshness.covers(said):
            return Verdict(False, "It was signed too long ago, or in the future.")
        return GOOD

    def single_use(self, posted: Posted) -> bytes | None:
        try:
            return _signed(posted)[1].encode() or None
        except UnreadableRequest:
            return None

    def occurrences(self, posted: Posted, credentials: Credentials) -> Sequence[Occurrence]:
        del credentials
        if not is_form(posted):
            return [_report(within(parse_document(posted.body), "event-data"))]
        form = parse_form(posted)
        if form.octets("event") is not None:
            return [_report_of_form(form)]
        return [IncomingMail(_mail(form), recipients=_recipients(form))]


def _signed(posted: Posted) -> tuple[str, str, str]:
    """Timestamp, token and signature."""
    if is_form(posted):
        form = parse_form(posted)
        return form.text("timestamp"), form.text("token"), form.text("signature")
    said = within(parse_document(posted.body), "signature")
    return text(said, "timestamp"), text(said, "token"), text(said, "signature")


def _recipients(form: Form) -> tuple[str, ...]:
    return tuple(filter(None, (one.strip() for one in form.text("recipient").split(","))))


def _mail(form: Form) -> bytes:
    whole = form.octets("body-mime")
    if whole:
        return whole
    headers = _headers(form)
    if not headers and form.octets("attachment-count") is None and not form.text("body-plain"):
        raise UnreadableRequest("It is neither a mail (body-mime, body-plain, message-headers) nor a report (event).")
    named = {name.lower() for name, _ in headers}
    missing = [(name, form.text(name.lower())) for name in ("From", "Subject") if name.lower() not in named]
    files = _files(form)
    return compose(Parts([*headers, *missing], form.text("body-plain"), form.text("body-html"), files))


def _headers(form: Form) -> list[tuple[str, str]]:
    pairs = _json(form, "message-headers")
    if not isinstance(pairs, list):
        return []
    return [(one[0], one[1]) for one in pairs if isinstance(one, list) and len(one) == 2 and _are_texts(one)]


def _are_texts(pair: list[Any]) -> bool:
    return all(isinstance(one, str) for one in pair)


def _files(form: Form) -> list[Enclosure]:
    count = form.text("attachment-count")
    found = numbered_files(form, _ATTACHMENT, int(count) if count.isdecimal() and len(count) < 5 else len(form.files))
    shown = _json(form, "content-id-map")
    ids = {field: key for key, field in shown.items() if isinstance(field, str)} if isinstance(shown, dict) else {}
    return [_file(file, ids.get(file.field, "")) for file in found]


def _file(file: FormFile, content_id: str) -> Enclosure:
    return Enclosure(file.name, file.content_type, file.content, content_id.strip("<> "))


def _json(form: Form, name: str) -> Any:
    try:
        return orjson.loads(form.octets(name) or b"null")
    except orjson.JSONDecodeError:
        return None


def _report(said: Document) -> MailEvent:
    event = text(said, "event")
    if not event:
        raise UnreadableRequest("It is not a report of Mailgun: event-data has no event.")
    status = within(said, "delivery-status")
    is_lost = event == "failed" and text(said, "severity") == "permanent"
    return MailEvent(
        kind="bounce" if is_lost else _KINDS.get(event, "other"),
        occurred_at=instant(said.get("timestamp")),
        recipient=text(said, "recipient"),
        message_id=text(within(said, "message", "headers"), "message-id").strip("<> "),
        is_permanent=is_lost or event in {"complained", "rejected"},
        detail=_detail(event, text(status, "message", "description") or text(said, "url", "reason"), is_lost=is_lost),
    )


def _report_of_form(form: Form) -> MailEvent:
    event = form.text("event").lower()
    said = form.text("error") or form.text("description") or form.text("notification") or form.text("url")
    return MailEvent(
        kind=_KINDS.get(event, "other"),
        occurred_at=instant(form.text("timestamp")),
        recipient=form.text("recipient"),
        message_id=(form.text("Message-Id") or form.text("message-id")).strip("<> "),
        is_permanent=event in {"bounced", "complained", "dropped"},
        detail=_detail(event, said, is_lost=event == "bounced"),
    )


def _detail(event: str, said: str, *, is_lost: bool) -> str:
    word = "" if is_lost else _WORDS.get(event, "" if event in _KINDS else event)
    return ": ".join(filter(None, [word, said]))
