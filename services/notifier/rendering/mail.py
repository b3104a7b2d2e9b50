"""One mail: headers that cannot be broken out of, a text body and an HTML body that say the same."""

from collections.abc import Callable
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr
from typing import Protocol
from urllib.parse import urlsplit
from uuid import UUID

from services.kit.clock import now
from services.notifier.notices import Delivery, Notice
from services.notifier.rendering.html import html_body
from services.notifier.rendering.links import record_url, token_url, unsubscribe_one_click, unsubscribe_page
from services.notifier.rendering.mime import address_of, alternatives, header_line, mailbox
from services.notifier.rendering.plain import header_text
from services.notifier.rendering.text import text_body

SignUnsubscribe = Callable[[UUID, UUID], str]


class OpenToken(Protocol):
    """Opens the sealed token of a link."""

    def __call__(self, sealed: str, *, context: str) -> str:
        """Raises SealBroken where no known key opens it."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all mails of an instance share."""

    public_url: str
    mail_from: str
    sign_unsubscribe: SignUnsubscribe
    open_token: OpenToken


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail and its envelope, ready for the mail server."""

    sender: str
    recipient: str
    message_id: str
    content: bytes


def message_id(delivery: Delivery, public_url: str) -> str:
    """The same for every attempt, so that a mail repeated after a crash can be recognised as the one it is."""
    host = urlsplit(public_url).hostname or "localhost"
    return f"<{delivery.event_id}.{delivery.recipient_id}@{host}>"


def compose(delivery: Delivery, letterhead: Letterhead) -> Mail:
    """The mail of a delivery.

    Raises:
        UnusableAddress: the recipient's address is not one.
        SealBroken: the token of its link was sealed under a key that is not known here.
    """
    notice = delivery.notice
    from_name, from_address = parseaddr(letterhead.mail_from)
    sender, recipient = address_of(from_address), address_of(delivery.recipient_email)
    known_as = message_id(delivery, letterhead.public_url)
    headers = [
        ("From", mailbox(from_name, sender)),
        ("To", mailbox(delivery.recipient_name, recipient)),
        ("Subject", header_text(notice.subject)),
        ("Date", format_datetime(now())),
        ("Message-ID", known_as),
        ("Auto-Submitted", "auto-generated"),
        ("X-Rapport-Correlation-Id", header_text(delivery.correlation_id)),
    ]
    stop_page = None
    if not notice.is_transactional:
        token = letterhead.sign_unsubscribe(delivery.workspace_id, delivery.recipient_id)
        stop_page = unsubscribe_page(letterhead.public_url, token)
        headers.append(("List-Unsubscribe", f"<{unsubscribe_one_click(letterhead.public_url, token)}>"))
        headers.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    url = _url(notice, letterhead)
    points = [(point.text, record_url(letterhead.public_url, point.link)) for point in notice.points]
    bodies = [
        ("plain", text_body(notice, url=url, points=points, unsubscribe_url=stop_page)),
        ("html", html_body(notice, url=url, points=points, unsubscribe_url=stop_page)),
    ]
    content = b"".join(header_line(name, value) for name, value in headers)
    return Mail(sender, recipient, known_as, content + alternatives(bodies, f"=_{delivery.id.hex}"))


def _url(notice: Notice, letterhead: Letterhead) -> str:
    if not notice.sealed_token:
        return record_url(letterhead.public_url, notice.link)
    context = f"{notice.link.kind}:{notice.link.id}"
    token = letterhead.open_token(notice.sealed_token, context=context)
    return token_url(letterhead.public_url, notice.link, token)
