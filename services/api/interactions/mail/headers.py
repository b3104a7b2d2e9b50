"""One block of header fields: cut, unfolded, decoded. Nothing here raises on bad input."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Final

from services.api.interactions.mail import charsets, limits

_EMPTY_LINE: Final = re.compile(rb"\n\r?\n")
_FIELD: Final = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_ENCODED_WORD: Final = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
_BETWEEN_WORDS: Final = re.compile(r"(\?=)[ \t\r\n]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields in the order they came, names lower-cased, values unfolded but not decoded."""

    fields: tuple[tuple[str, str], ...]
    is_cut: bool = False

    def all(self, name: str) -> list[str]:
        """Every value of the field `name` (lower case)."""
        return [value for field, value in self.fields if field == name]

    def first(self, name: str) -> str | None:
        """The first value of the field that is not blank, if there is one."""
        return next((value for value in self.all(name) if value.strip()), None)

    def text(self, name: str, longest: int) -> str | None:
        """The field as a person reads it: encoded words decoded, one line."""
        value = self.first(name)
        return None if value is None else charsets.one_line(decode_words(value), longest) or None

    def parameters(self, name: str) -> Message:
        """The field as the standard library's `Message`, for its parameter grammar (RFC 2045, RFC 2231)."""
        message = Message()
        value = self.first(name)
        if value is not None:
            # Raw 8-bit becomes text first: the library would turn it into replacement characters.
            plain = charsets.decode(_octets(value[: limits.MAX_PARAMETER_CHARS]), None)
            message[name] = plain.replace("\n", " ").replace("\r", " ")
        return message


def split_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The fields of the block that begins at `start`, and where its body begins.

    A block ends at an empty line, at the first line that is no field (a body without its separator), or at the limit.
    """
    fields: list[tuple[str, list[str]]] = []
    limit = min(end, start + limits.MAX_HEADER_BYTES)
    position = start
    while position < limit:
        stop = _line_end(raw, position, limit)
        line = raw[position:stop].rstrip(b"\r\n")
        if not line:
            return Headers(_joined(fields)), stop
        if line[:1] in (b" ", b"\t"):
            if fields:
                fields[-1][1].append(_ascii(line))
        elif match := _FIELD.match(line):
            fields.append((match[1].decode("ascii").lower(), [_ascii(match[2])]))
        elif not line.startswith((b"From ", b">From ")) and not _goes_on(raw, stop, limit):
            return Headers(_joined(fields)), position
        position = stop
    return Headers(_joined(fields), is_cut=position < end), _body_after(raw, position, end)


def decode_words(value: str) -> str:
    """RFC 2047 encoded words to text, for broken charsets, broken base64 and raw 8-bit too.

    Neighbouring words of one charset are decoded together: writers cut multi-byte characters between two words.
    """
    if "=?" not in value:
        return charsets.decode(_octets(value), None)
    pieces: list[str] = []
    charset, octets = "", b""
    for name, chunk in _chunks(_BETWEEN_WORDS.sub(r"\1", value)):
        if name != charset:
            pieces.append(charsets.decode(octets, charset))
            charset, octets = name, b""
        octets += chunk
    pieces.append(charsets.decode(octets, charset))
    return "".join(pieces)


def _chunks(value: str) -> Iterator[tuple[str, bytes]]:
    """(charset, octets) of each encoded word and ("", octets) of what stands between."""
    position = 0
    for match in _ENCODED_WORD.finditer(value):
        if match.start() > position:
            yield "", _octets(value[position : match.start()])
        yield match[1].partition("*")[0].lower(), _word_octets(match[2], match[3])
        position = match.end()
    if position < len(value):
        yield "", _octets(value[position:])


def _word_octets(encoding: str, body: str) -> bytes:
    if encoding in "qQ":
        return binascii.a2b_qp(_octets(body), header=True)
    compact = "".join(body.split()).rstrip("=")
    # A lone character of a cut base64 group carries no octet.
    compact = compact[: len(compact) - 1] if len(compact) % 4 == 1 else compact
    try:
        return binascii.a2b_base64(compact + "=" * (-len(compact) % 4))
    except ValueError:
        return _octets(body)


def _line_end(raw: bytes, position: int, limit: int) -> int:
    found = raw.find(b"\n", position, limit)
    return limit if found < 0 else found + 1


def _goes_on(raw: bytes, position: int, limit: int) -> bool:
    """Whether a known field follows before the next empty line: the odd line is rubbish, not yet the body."""
    for _ in range(4):
        stop = _line_end(raw, position, min(limit, position + 1024))
        line = raw[position:stop].strip(b"\r\n")
        if not line:
            return False
        if (match := _FIELD.match(line)) and match[1].lower() in _KNOWN:
            return True
        position = stop
    return False


def _body_after(raw: bytes, position: int, end: int) -> int:
    """Where the body begins when the block was cut at the limit: behind its next empty line."""
    found = _EMPTY_LINE.search(raw, position, end)
    return found.end() if found else end


def _joined(fields: list[tuple[str, list[str]]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, "\n".join(lines).strip()) for name, lines in fields)


def _ascii(line: bytes) -> str:
    return line.decode("ascii", "surrogateescape")


def _octets(value: str) -> bytes:
    return value.encode("utf-8", "surrogateescape")


_KNOWN: Final = frozenset(
    {
        *(b"from", b"to", b"cc", b"bcc", b"subject", b"date", b"message-id", b"in-reply-to", b"references"),
        *(b"reply-to", b"sender", b"received", b"return-path", b"delivered-to", b"list-id", b"dkim-signature"),
        *(b"mime-version", b"content-type", b"content-transfer-encoding", b"content-disposition", b"x-mailer"),
    }
)
