"""Mails made of header lines and a body, for tests of the reader."""

from datetime import UTC, datetime

from services.api.interactions.mail.message import ParsedMail, parse_mail

RECEIVED = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def mail(*header_lines: str | bytes, body: str | bytes = "Hello") -> bytes:
    """The bytes of a mail; a `From` is added where none is given."""
    lines = [line.encode("utf-8") if isinstance(line, str) else line for line in header_lines]
    if not any(line.lower().startswith(b"from:") for line in lines):
        lines.insert(0, b"From: Petri Aho <petri.aho@northwind.example>")
    return b"\r\n".join([*lines, b"", body.encode("utf-8") if isinstance(body, str) else body])


def read(*header_lines: str | bytes, body: str | bytes = "Hello") -> ParsedMail:
    """The parsed mail."""
    return parse_mail(mail(*header_lines, body=body), received_at=RECEIVED)


def multipart(subtype: str, *parts: str, boundary: str = "cut") -> tuple[str, str]:
    """The header line and the body of a multipart of parts, each its header lines, an empty line and its content."""
    inner = "".join(f"--{boundary}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"', f"{inner}--{boundary}--\r\n"
