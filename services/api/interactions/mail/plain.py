"""Text of a mail: made from HTML when there is no other, and the few words of it a list shows."""

import re
from html import unescape
from typing import Final

from services.api.interactions.mail import charsets

_UNSEEN: Final = re.compile(
    r"<!--.{0,100000}?-->|<(script|style|head|title|template)\b[^>]{0,2000}>.{0,200000}?</\1\s{0,20}>", re.DOTALL | re.IGNORECASE
)
_LINK: Final = re.compile(r"<a\b[^>]{0,2000}?\bhref=[\"']?(https?://[^\"'\s>]{1,2000})[^>]{0,2000}>(.{0,500}?)</a>", re.DOTALL | re.IGNORECASE)
_BREAK: Final = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6]|/table|/blockquote|/pre|hr)\b[^>]{0,500}>", re.IGNORECASE)
_ITEM: Final = re.compile(r"<li\b[^>]{0,500}>", re.IGNORECASE)
_CELL: Final = re.compile(r"</t[dh]\b[^>]{0,500}>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[/!?A-Za-z][^<>]{0,4000}>")
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_SAID: Final = re.compile(r"(?:wrote|writes|schrieb|a écrit|escribió|ha scritto|skrev|kirjoitti)\b.{0,100}:$", re.IGNORECASE)
_HISTORY: Final = re.compile(r"^(?:-{2,}\s?(?:Original Message|Forwarded message|Ursprüngliche Nachricht)\s?-{2,}|_{10,})$", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"^-- ?$")


def text_of_html(html: str) -> str:
    """The words of `html` with line breaks where a reader sees them. Linear in its size."""
    seen = _UNSEEN.sub(" ", html)
    seen = " ".join(seen.split())
    seen = _LINK.sub(_link_text, seen)
    seen = _ITEM.sub("\n- ", _CELL.sub(" ", _BREAK.sub("\n", seen)))
    plain = charsets.storable(unescape(_TAG.sub("", seen)))
    lines = (" ".join(line.split()) for line in plain.split("\n"))
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


def _link_text(match: re.Match[str]) -> str:
    address, label = match[1], match[2]
    return label if address.rstrip("/") in label or "<img" in label.lower() else f"{label} ({address})"
