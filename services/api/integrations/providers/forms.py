"""Forms that providers post (`multipart/form-data`, `application/x-www-form-urlencoded`), read from the stored bytes.

Nothing goes to disk, and values stay bytes: a field may hold a whole mail in whatever encoding.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from services.api.integrations.providers.port import Posted, UnreadableRequest

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MAX_PARTS: Final = 1_000
MAX_NAME_CHARS: Final = 255
MULTIPART: Final = b"multipart/form-data"
URLENCODED: Final = b"application/x-www-form-urlencoded"


@dataclass(frozen=True)
class FormFile:
    """A file of a form; `name` is the last part of what the sender called it, empty where nothing is left of that."""

    field: str
    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Form:
    """A form in the order in which it came."""

    fields: tuple[tuple[str, bytes], ...] = ()
    files: tuple[FormFile, ...] = ()

    def octets(self, name: str) -> bytes | None:
        """The first value of a field, as it came; None where the form has no such field."""
        return next((value for key, value in self.fields if key == name), None)

    def text(self, name: str) -> str:
        """The first value of a field as text; empty where the form has no such field."""
        return (self.octets(name) or b"").decode("utf-8", "replace")

    def file(self, field_name: str) -> FormFile | None:
        """The first file under a field's name."""
        return next((file for file in self.files if file.field == field_name), None)


def is_form(posted: Posted) -> bool:
    """Whether the request says that it is a form."""
    return _content_type(posted)[0] in {MULTIPART, URLENCODED}


def parse_form(posted: Posted) -> Form:
    """The fields and files of a request.

    Raises:
        UnreadableRequest: the body is not the form that its Content-Type says.
    """
    kind, options = _content_type(posted)
    if kind == URLENCODED:
        return Form(fields=_pairs(posted.body))
    if kind != MULTIPART or not options.get(b"boundary"):
        raise UnreadableRequest("It is not a form (multipart/form-data or application/x-www-form-urlencoded).")
    reading = _Reading()
    try:
        parser = MultipartParser(options[b"boundary"], reading.callbacks(), max_header_size=64 * 1024)
        parser.write(posted.body)
        parser.finalize()
    except UnreadableRequest:
        raise
    except (FormParserError, ValueError) as error:
        raise UnreadableRequest("Its form is cut off or broken.") from error
    if not reading.is_complete:
        raise UnreadableRequest("Its form is cut off or broken.")
    return Form(tuple(reading.fields), tuple(reading.files))


def base_name(name: str) -> str:
    """A file's name without folders, as both kinds of system write them; empty where only dots are left."""
    last = name.replace("\\", "/").rpartition("/")[2].strip()
    return "" if not last.strip(".") else last[:MAX_NAME_CHARS]


def _content_type(posted: Posted) -> tuple[bytes, dict[bytes, bytes]]:
    return parse_options_header(posted.headers.get("content-type", "").encode("latin-1", "replace"))


def _pairs(body: bytes) -> tuple[tuple[str, bytes], ...]:
    try:
        # Read as Latin-1 there and back, every octet stays what it was.
        text = body.decode("latin-1")
        found = parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_PARTS, encoding="latin-1")
    except ValueError as error:
        raise UnreadableRequest(f"Its form has more than {MAX_PARTS} fields.") from error
    return tuple((name.encode("latin-1").decode("utf-8", "replace"), value.encode("latin-1")) for name, value in found)


@dataclass
class _Reading:
    """Parts as the parser finds them."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    files: list[FormFile] = field(default_factory=list)
    is_complete: bool = False
    _headers: dict[bytes, bytes] = field(default_factory=dict)
    _name: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)
    _content: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> "MultipartCallbacks":
        """What the parser calls."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._name.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header,
            "on_part_data": lambda data, start, end: self._content.extend(data[start:end]),
            "on_part_end": self._end,
            "on_end": self._finish,
        }

    def _begin(self) -> None:
        if len(self.fields) + len(self.files) >= MAX_PARTS:
            raise UnreadableRequest(f"Its form has more than {MAX_PARTS} parts.")
        self._headers, self._content = {}, bytearray()

    def _header(self) -> None:
        self._headers[bytes(self._name).lower()] = bytes(self._value)
        self._name, self._value = bytearray(), bytearray()

    def _end(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" not in options:
            self.fields.append((name, bytes(self._content)))
            return
        content_type = self._headers.get(b"content-type", b"").decode("latin-1")
        file_name = base_name(options[b"filename"].decode("utf-8", "replace"))
        self.files.append(FormFile(name, file_name, content_type, bytes(self._content)))

    def _finish(self) -> None:
        self.is_complete = True


def numbered_files(form: Form, prefix: str, count: int) -> Sequence[FormFile]:
    """The files `<prefix>1` to `<prefix><count>`, in their order."""
    found = (form.file(f"{prefix}{number}") for number in range(1, min(count, MAX_PARTS) + 1))
    return [file for file in found if file is not None]
