"""Which parts are the letter, which are its enclosures (the algorithm of RFC 8621, section 4.1.4, in our words)."""

import hashlib
from dataclasses import dataclass, field
from typing import Final

from services.api.interactions.mail import charsets, limits
from services.api.interactions.mail.headers import split_headers
from services.api.interactions.mail.plain import text_of_html
from services.api.interactions.mail.quoting import quoted_text
from services.api.interactions.mail.structure import Part
from services.api.interactions.mail.trimming.reply import trim

_SHOWN: Final = ("image/", "audio/", "video/")
_MAX_OCTETS: Final = 4 * limits.MAX_TEXT_CHARS


@dataclass(frozen=True, slots=True)
class Attachment:
    """What is known of an enclosure without opening it. `size` is in octets, decoded.

    `octets` are there until they are stored, or the reason is known why they are not.
    """

    name: str | None
    content_type: str
    size: int
    content_id: str | None
    is_inline: bool
    sha256: str
    octets: bytes = field(default=b"", repr=False)
    is_stored: bool = False
    not_stored_because: str | None = None


@dataclass(slots=True)
class Letter:
    """The parts of a mail by what they are for."""

    text: list[Part] = field(default_factory=list)
    html: list[Part] = field(default_factory=list)
    enclosed: list[Part] = field(default_factory=list)

    def add(self, part: Part, *, siblings: str, is_first: bool) -> None:
        """Sort in one leaf that stands in a multipart/`siblings`."""
        is_text = part.content_type in ("text/plain", "text/html")
        is_named = part.file_name is not None
        if (
            not is_text
            or part.disposition == "attachment"
            or not (is_first or (siblings != "related" and not is_named))
        ):
            self.enclosed.append(part)
        else:
            (self.text if part.content_type == "text/plain" else self.html).append(part)


def letter(root: Part) -> Letter:
    """Sort every leaf of the tree."""
    found = Letter()
    _sort(root, "mixed", True, found)
    return found


def _sort(part: Part, siblings: str, is_first: bool, found: Letter) -> None:
    if not part.children:
        found.add(part, siblings=siblings, is_first=is_first)
        return
    kind = part.content_type.partition("/")[2]
    for index, child in enumerate(part.children):
        _sort(child, kind, index == 0, found)


def is_inline(part: Part) -> bool:
    """Whether the enclosure is shown within the letter: HTML can refer to it, or it is an image meant to be seen."""
    if part.disposition == "attachment":
        return False
    return part.content_id is not None or (part.disposition == "inline" and part.content_type.startswith(_SHOWN))


def written(part: Part) -> str:
    """The text of a leaf, unwrapped (format=flowed), with unix line ends."""
    octets = part.octets()[:_MAX_OCTETS]
    text = charsets.unix_lines(charsets.decode(octets, part.charset))
    text = charsets.storable(text)[: limits.MAX_TEXT_CHARS]
    return _unflowed(text) if part.content_type == "text/plain" and _is_flowed(part) else text


def plain_text(found: Letter) -> str:
    """The letter as text; made from its HTML when it has no other words."""
    words = "\n\n".join(text for part in found.text if (text := written(part).strip()))
    if not words:
        words = "\n\n".join(text for part in found.html if (text := text_of_html(written(part))))
    return words[: limits.MAX_TEXT_CHARS]


def trimmed_text(found: Letter, whole: str, *, sender_name: str | None, is_forward: bool) -> str:
    """What the writer wrote of the `whole`: HTML says itself which of its boxes are quotes."""
    marked = whole
    if not any(written(part).strip() for part in found.text):
        marked = "\n\n".join(quoted_text(written(part)) for part in found.html)[: limits.MAX_TEXT_CHARS].strip()
    kept = trim(marked, sender_name=sender_name, is_forward=is_forward)
    return whole if kept == marked else kept


def raw_html(found: Letter) -> str | None:
    """The letter as HTML, not sanitised yet; None when it has none."""
    pieces = [written(part) for part in found.html]
    return "\n<hr>\n".join(pieces) if any(piece.strip() for piece in pieces) else None


def attachment(part: Part) -> Attachment:
    """What the list of attachments says of a part. An enclosed mail is named by its subject."""
    octets = part.octets()
    name = part.file_name
    if name is None and part.content_type == "message/rfc822":
        name = _subject_of(octets)
    return Attachment(
        name=name,
        content_type=part.content_type[: limits.MAX_NAME_CHARS],
        size=len(octets),
        content_id=part.content_id,
        is_inline=is_inline(part),
        sha256=hashlib.sha256(octets).hexdigest(),
        octets=octets,
    )


def _subject_of(octets: bytes) -> str | None:
    headers, _ = split_headers(octets, 0, len(octets))
    subject = headers.text("subject", limits.MAX_NAME_CHARS - 4)
    return f"{subject}.eml" if subject else None


def _is_flowed(part: Part) -> bool:
    value = part.headers.first("content-type") or ""
    return "flowed" in value.lower()[: limits.MAX_PARAMETER_CHARS]


def _unflowed(text: str) -> str:
    """RFC 3676: a line that ends in a space goes on in the next one, but never the signature mark or a quote."""
    pieces: list[str] = []
    is_open = False
    for line in text.split("\n"):
        is_quote = line.startswith(">")
        if pieces and not (is_open and not is_quote and line != "-- "):
            pieces.append("\n")
        pieces.append(line if is_quote else line.removeprefix(" "))
        is_open = line.endswith(" ") and line != "-- " and not is_quote
    return "".join(pieces)
