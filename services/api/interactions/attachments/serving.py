"""How a stranger's file leaves us: as a download of a known, harmless type, under a name that is only a name."""

import re
import unicodedata
from typing import Final
from urllib.parse import quote

from services.api.interactions.raster import RASTER_TYPES, raster_type

BINARY: Final = "application/octet-stream"
#: What a stranger's file may do in a browser, whatever it turns out to be: nothing.
HARMLESS: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
_LONGEST_NAME: Final = 150
_LOOKED_AT: Final = 1024

_SIGNATURES: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
#: What a browser may show by itself: pictures without scripts, and PDF, which it draws in a sandbox of its own.
INLINE: Final = frozenset({*RASTER_TYPES, "application/pdf"})
#: Office files are zip archives; their own type is told by the sender and believed only where the content is one.
_ZIPPED: Final = re.compile(
    r"application/(?:vnd\.(?:openxmlformats-officedocument|oasis\.opendocument)\.[a-z.-]{1,60})"
)
_MARKUP: Final = re.compile(
    rb"<(?:!doctype|\?xml|html|svg|script|body|head|iframe|img|a\s|x:|!--|[a-z]{1,12}[\s>/])", re.I
)
_RESERVED: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.I)
_UNFIT: Final = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|;%\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')


def sniffed_type(octets: bytes, declared: str) -> str:
    """The type of a file by its first bytes. Markup of any kind, and whatever is not known, is only binary."""
    head = octets[:_LOOKED_AT]
    found = raster_type(head) or next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None)
    if found == "application/zip" and _ZIPPED.fullmatch(declared.lower()):
        return declared.lower()
    if found is not None:
        # A picture with markup in its head is a polyglot that some program reads as a page.
        return BINARY if found in INLINE and _MARKUP.search(head) else found
    if _is_plain_text(head) and declared.lower() in ("text/plain", "text/csv", "text/calendar"):
        return "text/plain; charset=utf-8"
    return BINARY


def headers_of(octets: bytes, *, file_name: str, declared: str, may_show: bool) -> dict[str, str]:
    """The headers of a download. `may_show` lets a harmless picture or PDF be shown in place."""
    kind = sniffed_type(octets, declared)
    disposition = "inline" if may_show and kind in INLINE else "attachment"
    return {**HARMLESS, "Content-Type": kind, "Content-Disposition": f"{disposition}; {_named(file_name)}"}


def safe_name(name: str) -> str:
    """A file name for any file system: one line, no folders, no invisible or reversing characters, not reserved."""
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    plain = _UNFIT.sub("_", plain).strip(" .")
    if len(plain) > _LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        is_ending = bool(dot) and 0 < len(ending) <= 10
        plain = f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}" if is_ending else plain[:_LONGEST_NAME]
    if not plain.strip("._ "):
        return "attachment"
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain


def _named(file_name: str) -> str:
    """RFC 6266: the name in ASCII for old readers, and whole in RFC 5987's form."""
    name = safe_name(file_name)
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace("'", "_")
    return f"filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _is_plain_text(head: bytes) -> bool:
    return bool(head) and b"\x00" not in head and not _MARKUP.search(head)
