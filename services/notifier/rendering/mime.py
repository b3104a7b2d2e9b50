"""Mail on the wire (RFC 5322, 2045 to 2047), built straight to bytes.

The standard library's message classes parse every header they are given, which takes most of the time of a delivery,
and decode what looks like an encoded word in it. Nothing is parsed here, so nothing can be read as anything but text.
"""

import re
from binascii import b2a_qp
from collections.abc import Sequence
from email.header import Header
from email.utils import formataddr

from services.kit.mail_names import ascii_domain
from services.notifier.rendering.plain import NAME_LENGTH, header_text

CRLF = b"\r\n"
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]{1,64}@[^\s@<>()\\,;:\"\x00-\x1f\x7f]{1,255}")


class UnusableAddress(Exception):
    """The address cannot stand in a mail header, so no attempt will ever succeed."""


def address_of(written: str) -> str:
    """The address as a mail server takes it: its domain in ASCII (IDNA).

    Raises:
        UnusableAddress: it is not one.
    """
    text = written.strip()
    try:
        if _ADDRESS.fullmatch(text):
            local, _, domain = text.rpartition("@")
            return f"{local.encode('ascii').decode()}@{ascii_domain(domain).encode('idna').decode()}"
    except UnicodeError:
        pass
    raise UnusableAddress(f"{header_text(text, 80)} is not an address mail can go to")


def mailbox(name: str, address: str) -> str:
    """`Ada <ada@example.org>`, the name quoted or encoded where it must be."""
    return formataddr((header_text(name, NAME_LENGTH), address))


def header_line(name: str, value: str) -> bytes:
    """One header; a value beyond ASCII becomes encoded words, on as many lines as they need."""
    if not value.isascii():
        value = Header(value, "utf-8", maxlinelen=75, header_name=name).encode(linesep="\r\n")
    return f"{name}: {value}".encode("ascii") + CRLF


def alternatives(parts: Sequence[tuple[str, str]], boundary: str) -> bytes:
    """A `multipart/alternative` body and its headers, of `(subtype, text)` from the plainest to the richest.

    The boundary has to begin with `=_`, which quoted-printable text cannot contain.
    """
    marker = b"--" + boundary.encode("ascii")
    wire = [f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n'.encode()]
    for subtype, text in parts:
        wire += [CRLF, marker, CRLF, _PART % subtype.encode("ascii"), CRLF, _printable(text)]
    return b"".join([*wire, CRLF, marker, b"--", CRLF])


_PART = b'Content-Type: text/%s; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'


def _printable(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    return b2a_qp(lines.replace(b"\n", CRLF))
