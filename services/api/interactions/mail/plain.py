"""Text of a mail: made from HTML when there is no other, and the few words of it a list shows."""

import re
from typing import Final

from services.api.interactions.mail import charsets
from services.api.interactions.mail.markup import tokens

_ENDS_A_LINE: Final = frozenset(
    {
        *("br", "hr", "p", "div", "pre", "blockquote", "section", "article"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr"),
    }
)
_LONGEST_LABEL: Final = 300
_WHITE_SPACE: Final = re.compile(r"\s+")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_SAID: Final = re.compile(
    r"(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|skrev|kirjoitti)\b.{0,100}:$", re.IGNORECASE
)
_HISTORY: Final = re.compile(
    r"^(?:-{2,}\s?(?:Original Message|Forwarded message|Ursprüngliche Nachricht)\s?-{2,}|_{10,})$", re.IGNORECASE
)
_SIGNATURE: Final = re.compile(r"^-- ?$")


def text_of_html(html: str) -> str:
    """The words of `html`, with line breaks where a reader sees them and addresses of links behind their labels."""
    written: list[str] = []
    link: tuple[str, int] | None = None
    for token in tokens(html):
        if not token.name:
            written.append(_WHITE_SPACE.sub(" ", token.text))
        elif token.name == "a":
            if link:
                written.append(_address_of(link[0], "".join(written[link[1] :][:20])))
            address = "" if token.is_closing else token.attributes().get("href", "")
            link = (address, len(written)) if address.startswith(("http://", "https://")) else None
        elif token.name == "li" and not token.is_closing:
            written.append("\n- ")
        elif token.name in _ENDS_A_LINE and (token.is_closing or token.name in ("br", "hr")):
            written.append("\n")
        elif token.name in ("td", "th"):
            written.append(" ")
    lines = (" ".join(line.split()) for line in charsets.storable("".join(written)).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def snippet(text: str, longest: int = 200) -> str:
    """The first words the writer wrote: without the history they quote, and without the signature."""
    kept: list[str] = []
    length = 0
    for line in text[:20_000].split("\n"):
        words = line.strip()
        if _SIGNATURE.match(line) or (kept and _HISTORY.match(words)) or length > longest:
            break
        if words.startswith(">"):
            length -= _drop_attribution(kept)
        elif words:
            kept.append(words)
            length += len(words) + 1
        else:
            kept.append("")
    return _cut_at_word(" ".join(" ".join(kept if any(kept) else [text[: longest * 4]]).split()), longest)


def _drop_attribution(kept: list[str]) -> int:
    """Take the line "Ann wrote:" (or its two lines) back that introduces a quote; how many characters that was."""
    last = next((index for index in range(len(kept) - 1, max(-1, len(kept) - 3), -1) if kept[index]), None)
    if last is None or not _SAID.search(kept[last]):
        return 0
    first = last - 1 if last and kept[last - 1] and _begins_attribution(kept[last - 1]) else last
    dropped = sum(len(line) + 1 for line in kept[first:])
    del kept[first:]
    return dropped


def _begins_attribution(line: str) -> bool:
    return re.match(r"(?:On|Am|Le|El|Il|Den|Em)\s", line) is not None


def _cut_at_word(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    head = words[: longest - 1]
    return (head.rpartition(" ")[0] if " " in head[longest // 2 :] else head) + "…"


def _address_of(address: str, label: str) -> str:
    words = label.strip()[:_LONGEST_LABEL]
    return "" if not words or address.rstrip("/") in words else f" ({address[:2000]})"
