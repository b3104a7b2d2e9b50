"""One mail: headers that cannot be broken out of, a text body and an HTML body that say the same."""

from collections.abc import Callable
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from services.kit.clock import now
from services.notifier.notices import Delivery
from services.notifier.rendering.html import html_body
from services.notifier.rendering.links import record_url, unsubscribe_one_click, unsubscribe_page
from services.notifier.rendering.plain import NAME_LENGTH, header_text
from services.notifier.rendering.text import text_body

# Python folds a header at 78 characters, and a long address inside one becomes encoded words that no mail program can
# follow. RFC 5322 allows lines of up to 998.
MAIL_POLICY = SMTP.clone(max_line_length=990)

SignUnsubscribe = Callable[[UUID, UUID], str]


class UnusableAddress(Exception):
    """The recipient's address cannot stand in a mail header, so no attempt will ever succeed."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all mails of an instance share."""

    public_url: str
    mail_from: str
    sign_unsubscribe: SignUnsubscribe


def message_id(delivery: Delivery, public_url: str) -> str:
    """The same for every attempt, so that a mail repeated after a crash can be recognised as the one it is."""
    host = urlsplit(public_url).hostname or "localhost"
    return f"<{delivery.event_id}.{delivery.recipient_id}@{host}>"


def compose(delivery: Delivery, letterhead: Letterhead) -> EmailMessage:
    """The mail of a delivery.

    Raises:
        UnusableAddress: the recipient's address is not one.
    """
    notice = delivery.notice
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = _address(letterhead.mail_from)
    mail["To"] = _address(delivery.recipient_email, delivery.recipient_name)
    mail["Subject"] = header_text(notice.subject)
    mail["Date"] = format_datetime(now())
    mail["Message-ID"] = message_id(delivery, letterhead.public_url)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Rapport-Correlation-Id"] = header_text(delivery.correlation_id)
    stop_page = None
    if not notice.is_transactional:
        token = letterhead.sign_unsubscribe(delivery.workspace_id, delivery.recipient_id)
        stop_page = unsubscribe_page(letterhead.public_url, token)
        mail["List-Unsubscribe"] = f"<{unsubscribe_one_click(letterhead.public_url, token)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    url = record_url(letterhead.public_url, notice.link)
    mail.set_content(text_body(notice, url=url, unsubscribe_url=stop_page))
    mail.add_alternative(html_body(notice, url=url, unsubscribe_url=stop_page), subtype="html")
    return mail


def _address(written: str, name: str | None = None) -> Address:
    written_name, spec = parseaddr(header_text(written, 320))
    try:
        return Address(display_name=header_text(name or written_name, NAME_LENGTH), addr_spec=spec)
    except (ValueError, IndexError, MessageError) as error:
        raise UnusableAddress(f"{header_text(written, 80)} is not an address mail can go to") from error
