"""`parse_mail`: the one way from a mail's bytes to what Rapport knows of it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from services.api.interactions.mail import bodies, dates, limits, plain
from services.api.interactions.mail.addresses import MailAddress, parse_addresses
from services.api.interactions.mail.automatic import Automatic, AutomaticKind, read_automatic
from services.api.interactions.mail.bodies import Attachment, Letter
from services.api.interactions.mail.headers import Headers
from services.api.interactions.mail.message_ids import parse_message_id, parse_message_ids
from services.api.interactions.mail.sanitise import sanitise
from services.api.interactions.mail.structure import cut
from services.api.interactions.mail.trimming.subjects import is_forward


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail as a person would describe it. Every string can be stored; `sent_at` is UTC; `html` is sanitised.

    `text` is what the writer wrote; `text_full` has the history, the signature and the notices too, and is None where
    nothing was cut.
    """

    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str | None
    sent_at: datetime
    has_date: bool
    sender: tuple[MailAddress, ...]
    to: tuple[MailAddress, ...]
    cc: tuple[MailAddress, ...]
    bcc: tuple[MailAddress, ...]
    reply_to: tuple[MailAddress, ...]
    delivered_to: tuple[str, ...]
    text: str
    text_full: str | None
    html: str | None
    snippet: str
    attachments: tuple[Attachment, ...]
    automatic: Automatic
    defects: tuple[str, ...]

    @property
    def thread_ids(self) -> tuple[str, ...]:
        """Every message id this mail ties together: its ancestors, oldest first, and its own last."""
        own = (self.message_id,) if self.message_id else ()
        return tuple(dict.fromkeys((*self.references, *self.in_reply_to, *own)))

    @property
    def is_automatic(self) -> bool:
        """Whether a program wrote it."""
        return self.automatic.is_automatic

    @property
    def automatic_kind(self) -> AutomaticKind | None:
        """Which kind of automatic mail it is, where that can be told."""
        return self.automatic.kind

    @property
    def whole_text(self) -> str:
        """All of the text, cut or not."""
        return self.text_full or self.text

    @property
    def content_digest(self) -> str:
        """The same for two copies of one mail; what was added on the way (`Received`) does not count."""
        digest = hashlib.sha256()
        for piece in (
            self.subject or "",
            self.sent_at.isoformat() if self.has_date else "",
            *(address.address or address.name or "" for address in self.sender),
            self.whole_text,
            self.html or "",
            *(enclosed.sha256 for enclosed in self.attachments),
        ):
            digest.update(piece.encode())
            digest.update(b"\x00")
        return digest.hexdigest()


_RECIPIENT_FIELDS: Final = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
_MAIL_FIELDS: Final = (
    *("from", "to", "cc", "sender", "subject", "date", "message-id", "received", "return-path"),
    *("mime-version", "content-type"),
)


class NotAMail(ValueError):
    """The bytes hold nothing a mail consists of. The message says what is missing."""


def parse_mail(raw: bytes, *, received_at: datetime) -> ParsedMail:
    """Read one mail.

    Every defect of form is survived and named in `defects`; what is beyond `limits` stays unread. CPU time is linear
    in the size: under two seconds for 25 MiB of anything.

    Raises `NotAMail` when there is neither a header field that mail has nor a body that could be read.
    """
    root, defects = cut(raw)
    headers = root.headers
    if not _is_mail(headers):
        raise NotAMail("It has no header field that a mail has (From, To, Subject, Date, Message-ID, Content-Type).")
    sender = parse_addresses(headers.all("from")) or parse_addresses(headers.all("sender"))
    to, cc, bcc, reply_to = (parse_addresses(headers.all(name)) for name in ("to", "cc", "bcc", "reply-to"))
    people = frozenset(person.address for group in (sender, to, cc, bcc, reply_to) for person in group)
    subject = headers.text("subject", limits.MAX_SUBJECT_CHARS)
    found = bodies.letter(root)
    text, text_full = _words(found, subject, sender)
    sent_at, has_date = _when(headers, received_at)
    return ParsedMail(
        message_id=parse_message_id(headers.first("message-id")),
        in_reply_to=parse_message_ids(headers.all("in-reply-to"), not_these=people),
        references=parse_message_ids(headers.all("references"), not_these=people),
        subject=subject,
        sent_at=sent_at,
        has_date=has_date,
        sender=sender,
        to=to,
        cc=cc,
        bcc=bcc,
        reply_to=reply_to,
        delivered_to=_delivered_to(headers),
        text=text,
        text_full=text_full,
        html=sanitise(bodies.raw_html(found) or ""),
        snippet=_snippet(text, subject),
        attachments=tuple(bodies.attachment(part) for part in found.enclosed[: limits.MAX_ATTACHMENTS]),
        automatic=read_automatic(root, [person.address for person in sender], text_full or text),
        defects=defects,
    )


def _snippet(text: str, subject: str | None) -> str:
    """How lists show it. A forwarded mail keeps what it carries; its own words are above that."""
    return plain.snippet(text) if is_forward(subject) else plain.first_words(text)


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    """The addresses that servers on the way noted as its recipient; who wrote the mail may not have named them."""
    noted = (parse_addresses(headers.all(name)) for name in _RECIPIENT_FIELDS)
    return tuple(dict.fromkeys(person.address for people in noted for person in people if person.address))


def _when(headers: Headers, received_at: datetime) -> tuple[datetime, bool]:
    """When it was sent, and whether the mail says so itself."""
    date = headers.first("date")
    sent_at = dates.sent_at(date, received_at)
    return sent_at, dates.parse_date(date) == sent_at


def _words(found: Letter, subject: str | None, sender: tuple[MailAddress, ...]) -> tuple[str, str | None]:
    """What the writer wrote, and the whole text where it is more."""
    whole = bodies.plain_text(found)
    sender_name = sender[0].name if sender else None
    text = bodies.trimmed_text(found, whole, sender_name=sender_name, is_forward=is_forward(subject))
    return text, None if text == whole else whole


def _is_mail(headers: Headers) -> bool:
    return any(headers.first(name) is not None for name in _MAIL_FIELDS)
