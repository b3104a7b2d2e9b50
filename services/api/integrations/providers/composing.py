"""A mail put together again, for providers that take it apart: fields, texts and files become one MIME message."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import formataddr
from typing import Final

#: What describes the form of the message is written anew; the sender's own would describe one that is gone.
_OWN_FIELDS: Final = frozenset({"mime-version", "content-type", "content-transfer-encoding", "content-disposition"})
_FIELD_NAME: Final = re.compile(r"^[!-9;-~]{1,100}$")
_MEDIA_TYPE: Final = re.compile(r"^\s*([\w!#$&^.+-]{1,100})/([\w!#$&^.+-]{1,100})\s*(?:;|$)")
_BREAKS: Final = re.compile(r"[\r\n\x00]+[ \t]*")
MAX_FIELD_CHARS: Final = 64 * 1024
MAX_FIELDS: Final = 500


@dataclass(frozen=True)
class Enclosure:
    """A file of a mail; with a `content_id` it is shown within the letter."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True)
class Parts:
    """A mail in pieces. Header values are text, as people read them."""

    headers: Sequence[tuple[str, str]]
    text: str = ""
    html: str = ""
    enclosures: Sequence[Enclosure] = field(default_factory=tuple)


def compose(parts: Parts) -> bytes:
    """The mail as bytes, with CRLF; whatever is in the pieces, no header field can be smuggled in."""
    body = _body(parts)
    head = [_line(name, value) for name, value in _usable(parts.headers)]
    # The parts themselves are written by the standard library; `From ` in a text is nothing to be escaped here.
    written = body.as_bytes(policy=body.policy.clone(linesep="\r\n", mangle_from_=False))
    return "".join(f"{line}\r\n" for line in head).encode("ascii") + written


def address(email: str, name: str = "") -> str:
    """One mailbox for a header field; empty where there is neither name nor address."""
    email, name = _one_line(email), _one_line(name)
    if not email:
        return name
    try:
        return formataddr((name, email))
    except UnicodeError:
        # A mailbox outside ASCII stays as it is; only its name can be encoded.
        return f'"{name}" <{email}>' if name else email


def _usable(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    named = [(name, value) for name, value in headers if _FIELD_NAME.match(name) and value.strip()]
    return [(name, value) for name, value in named if name.lower() not in _OWN_FIELDS][:MAX_FIELDS]


def _line(name: str, value: str) -> str:
    value = _one_line(value)[:MAX_FIELD_CHARS]
    if value.isascii():
        return f"{name}: {value}"
    encoded = Header(value, "utf-8", maxlinelen=75, header_name=name).encode(linesep="\r\n")
    return f"{name}: {encoded}"


def _one_line(value: str) -> str:
    return _BREAKS.sub(" ", value).strip()


def _body(parts: Parts) -> Message:
    letter = [MIMEText(text, kind, "utf-8") for kind, text in (("plain", parts.text), ("html", parts.html)) if text]
    body: Message = letter[0] if len(letter) == 1 else MIMEMultipart("alternative", _subparts=letter)
    if not letter:
        body = MIMEText("", "plain", "utf-8")
    shown = [_part(file) for file in parts.enclosures if file.content_id]
    if shown:
        body = MIMEMultipart("related", _subparts=[body, *shown])
    files = [_part(file) for file in parts.enclosures if not file.content_id]
    return MIMEMultipart("mixed", _subparts=[body, *files]) if files else body


def _part(file: Enclosure) -> Message:
    found = _MEDIA_TYPE.match(file.content_type)
    main, sub = (found[1].lower(), found[2].lower()) if found else ("application", "octet-stream")
    if main == "multipart":
        main, sub = "application", "octet-stream"
    part = MIMEBase(main, sub)
    part.set_payload(base64.encodebytes(file.content).decode("ascii"))
    part["Content-Transfer-Encoding"] = "base64"
    name = _one_line(file.name)
    how = "inline" if file.content_id else "attachment"
    if name:
        part.add_header("Content-Disposition", how, filename=name if name.isascii() else ("utf-8", "", name))
    else:
        part.add_header("Content-Disposition", how)
    if file.content_id:
        part["Content-ID"] = f"<{_one_line(file.content_id).strip('<> ')}>"
    return part
