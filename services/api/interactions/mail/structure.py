"""A mail's tree of parts, cut from the outside in: linear in its size, bounded in depth and number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from services.api.interactions.mail import charsets, limits
from services.api.interactions.mail.headers import Headers, decode_words, split_headers
from services.api.interactions.mail.transfer import decode_transfer

_TYPE: Final = re.compile(r"[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}")
_AFTER_DELIMITER: Final = re.compile(rb"(--)?[ \t]{0,200}(?:\r?\n|\Z)")


@dataclass(frozen=True, slots=True)
class Part:
    """One node: its header fields, its file's name, and where its body lies in the bytes of the whole mail."""

    headers: Headers
    content_type: str
    raw: bytes = field(repr=False)
    start: int
    end: int
    file_name: str | None = None
    children: tuple["Part", ...] = ()

    @property
    def disposition(self) -> str:
        """`inline`, `attachment`, another word, or "" when the field is missing."""
        return (self.headers.first("content-disposition") or "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str | None:
        """The declared charset, unchecked."""
        value = _parameter(self.headers, "content-type", "charset")
        return value[:60] if value else None

    @property
    def content_id(self) -> str | None:
        """The id by which HTML refers to the part (`cid:`), without brackets."""
        value = self.headers.text("content-id", limits.MAX_NAME_CHARS)
        return value.strip("<>") or None if value else None

    def octets(self) -> bytes:
        """The body with its transfer encoding undone."""
        encoding = (self.headers.first("content-transfer-encoding") or "").split(";")[0].split("(")[0].strip().lower()
        return decode_transfer(self.raw[self.start : self.end], encoding)

    def walk(self) -> Iterator["Part"]:
        """The part and everything below it, in the order of the mail."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class _Cutter:
    raw: bytes
    defects: dict[str, None] = field(default_factory=dict)
    parts: int = 0
    header_bytes: int = 0

    def part(self, start: int, end: int, depth: int, default_type: str) -> Part:
        self.parts += 1
        headers, body = split_headers(self.raw, start, end)
        self.header_bytes += body - start
        if headers.is_cut:
            self.defects["header_too_long"] = None
        content_type = _content_type(headers, default_type)
        children = self._children(headers, content_type, body, end, depth)
        if not children and content_type.startswith("multipart/"):
            # Without a usable boundary the body is one piece, and a person can read it as it stands.
            self.defects["multipart_without_parts"] = None
            content_type = "text/plain"
        return Part(headers, content_type, self.raw, body, end, _file_name(headers), children)

    def _children(self, headers: Headers, content_type: str, start: int, end: int, depth: int) -> tuple[Part, ...]:
        if not content_type.startswith("multipart/"):
            return ()
        boundary = _boundary(headers)
        if not boundary:
            self.defects["boundary_missing"] = None
            return ()
        if depth >= limits.MAX_DEPTH:
            self.defects["nested_too_deep"] = None
            return ()
        default = "message/rfc822" if content_type == "multipart/digest" else "text/plain"
        children = []
        for first, last in self._sections(b"--" + boundary, start, end):
            if self.parts >= limits.MAX_PARTS or self.header_bytes > limits.MAX_ALL_HEADER_BYTES:
                self.defects["too_many_parts"] = None
                break
            children.append(self.part(first, last, depth + 1, default))
        return tuple(children)

    def _sections(self, delimiter: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
        """(start, end) of each section between delimiter lines; one that is never closed reaches to the end."""
        opened: int | None = None
        position = start
        for _ in range(20 * limits.MAX_PARTS):
            found = self.raw.find(delimiter, position, end)
            if found < 0:
                break
            position = found + len(delimiter)
            match = _AFTER_DELIMITER.match(self.raw, position, end)
            if match is None or (found > start and self.raw[found - 1 : found] != b"\n"):
                continue
            if opened is not None:
                yield opened, max(opened, self._before_newline(found))
            opened = None if match[1] else match.end()
            position = match.end()
            if match[1]:
                return
        if opened is not None:
            self.defects["boundary_not_closed"] = None
            yield opened, end

    def _before_newline(self, position: int) -> int:
        """The line end before a delimiter belongs to the delimiter (RFC 2046, 5.1.1)."""
        if self.raw[position - 2 : position] == b"\r\n":
            return position - 2
        return position - 1 if self.raw[position - 1 : position] == b"\n" else position


def cut(raw: bytes) -> tuple[Part, tuple[str, ...]]:
    """The tree of a mail, and the names of the defects that were met."""
    text = raw if b"\n" in raw else raw.replace(b"\r", b"\n")
    cutter = _Cutter(text)
    start = len(text) - len(text.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
    return cutter.part(start, len(text), 0, "text/plain"), tuple(cutter.defects)


def _content_type(headers: Headers, default: str) -> str:
    value = headers.first("content-type")
    if value is None:
        return default
    declared = "".join(value.partition(";")[0].split()).lower()
    if _TYPE.fullmatch(declared):
        return declared
    # `text` alone is the old way to say text/plain; anything else unreadable is not shown as text.
    return "text/plain" if declared in ("text", "plain", "") else "application/octet-stream"


def _boundary(headers: Headers) -> bytes:
    value = _parameter(headers, "content-type", "boundary") or ""
    return value.encode("utf-8", "surrogateescape").rstrip()[:200]


def _parameter(headers: Headers, name: str, parameter: str) -> str | None:
    message = headers.parameters(name)
    try:
        value = message.get_param(parameter, header=name)
    except (ValueError, IndexError, TypeError, LookupError):
        return None
    return value[2] if isinstance(value, tuple) else value


def _file_name(headers: Headers) -> str | None:
    """The name the sender gave (RFC 2231, RFC 2047 or plain), without any folder."""
    name = _raw_file_name(headers)
    if not name:
        return None
    plain = charsets.one_line(decode_words(name), 4 * limits.MAX_NAME_CHARS)
    return plain.replace("\\", "/").rpartition("/")[2][-limits.MAX_NAME_CHARS :].strip() or None


def _raw_file_name(headers: Headers) -> str | None:
    for name, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        message = headers.parameters(name)
        if message.get(name) is None:
            continue
        try:
            value = message.get_param(parameter, header=name)
        except (ValueError, IndexError, TypeError, LookupError):
            continue
        if isinstance(value, tuple):
            return _extended(value[2], value[0])
        if value:
            return value
    return None


def _extended(value: str, charset: str | None) -> str:
    """An RFC 2231 value, which the library unquotes to octets in Latin-1; what was never octets stays as it is."""
    try:
        return charsets.decode(value.encode("latin-1"), charset)
    except UnicodeEncodeError:
        return value
