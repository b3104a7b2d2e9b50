"""Text of a mail: made from HTML when there is no other, and the few words of it a list shows."""

import re
from collections.abc import Iterable
from typing import Final

from services.api.interactions.mail import charsets
from services.api.interactions.mail.markup import Token, tokens
from services.api.interactions.mail.trimming.reply import trim

_ENDS_A_LINE: Final = frozenset(
    {
        *("br", "hr", "p", "div", "pre", "blockquote", "section", "article"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "tr"),
    }
)
_LONGEST_LABEL: Final = 300
_LOOKED_AT: Final = 20_000
_WHITE_SPACE: Final = re.compile(r"\s+")
_BLANK_LINES: Final = re.compile(r"\n{3,}")


def text_of_html(html: str) -> str:
    """The words of `html`, with line breaks where a reader sees them and addresses of links behind their labels."""
    return text_of_tokens(tokens(html))


def text_of_tokens(found: Iterable[Token]) -> str:
    """The same of tags and text that were cut from HTML before."""
    written: list[str] = []
    link: tuple[str, int] | None = None
    for token in found:
        if not token.name:
            written.append(_WHITE_SPACE.sub(" ", token.text))
        elif token.name == "a":
            if link:
                written.append(_address_of(link[0], "".join(written[link[1] :][:20])))
            address = "" if token.is_closing else token.attributes().get("href", "")
            link = (address, len(written)) if address.startswith(("http://", "https://")) else None
        elif token.name == "li" and not token.is_closing:
            written.append("\n- ")
        elif token.name == "p" and not token.is_closing and "Mso" not in token.rest:
            # A paragraph stands apart; those of Word are single lines.
            written.append("\n")
        elif token.name in _ENDS_A_LINE and (token.is_closing or token.name in ("br", "hr")):
            written.append("\n")
        elif token.name in ("td", "th"):
            written.append(" ")
    lines = (" ".join(line.split()) for line in charsets.storable("".join(written)).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def snippet(text: str, longest: int = 200) -> str:
    """The first words the writer wrote: without what they quote or answer to, and without the signature."""
    return first_words(trim(text[:_LOOKED_AT]), longest)


def first_words(trimmed: str, longest: int = 200) -> str:
    """The same of a text that is trimmed already."""
    words = trimmed[:_LOOKED_AT].split("\n")
    own = [line for line in words if not line.startswith(">")]
    return _cut_at_word(" ".join(" ".join(own if any(own) else words).split()), longest)


def _cut_at_word(words: str, longest: int) -> str:
    if len(words) <= longest:
        return words
    head = words[: longest - 1]
    return (head.rpartition(" ")[0] if " " in head[longest // 2 :] else head) + "…"


def _address_of(address: str, label: str) -> str:
    words = label.strip()[:_LONGEST_LABEL]
    return "" if not words or address.rstrip("/") in words else f" ({address[:2000]})"
