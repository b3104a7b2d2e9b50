"""Text of a mail that came as HTML only, with what its writer quoted marked as a plain mail marks it: by `>`."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from services.api.interactions.mail.markup import Token, tokens
from services.api.interactions.mail.plain import text_of_tokens

_VOID: Final = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
#: Classes and ids of the boxes into which programs put the mail that is answered.
_BOXES: Final = frozenset(
    {
        *("yahoo_quoted", "ydp_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "moz-email-headers-table"),
        *("olk_src_body_section", "mail-app-auto-quote", "mail-quote-collapse", "wisestamp_quote", "freebirdformreply"),
        *(
            "gwquotedmessage",
            "mdn_quote",
            "hey_quote",
            "front-blockquote",
            "outlook_quote",
            "mail_quote",
            "replied-mail",
        ),
    }
)
#: Where everything that follows is the mail that is answered.
_FROM_HERE_ON: Final = frozenset(
    {
        *("divrplyfwdmsg", "appendonsend", "outlookmessageheader", "stopspelling", "zwchr", "skydriveplaceholder"),
        *("ms-outlook-mobile-reference-message", "mail-editor-reference-message-container", "x_divrplyfwdmsg"),
    }
)


def quoted_text(html: str) -> str:
    """The words of `html` as `text_of_html` gives them, quoted lines with `> ` before them."""
    pieces = []
    for is_quote, run in groupby(_marked(html), key=lambda pair: pair[0]):
        text = text_of_tokens(token for _, token in run)
        pieces.append("\n".join(f"> {line}" for line in text.split("\n")) if is_quote and text else text)
    return "\n".join(piece for piece in pieces if piece).strip()


@dataclass(slots=True)
class _Box:
    """A quoting element that stands open, and how many of its name stand open within it."""

    name: str
    depth: int = 1


def _marked(html: str) -> Iterator[tuple[bool, Token]]:
    box: _Box | None = None
    is_over = False
    for token in tokens(html):
        if token.name and not is_over:
            is_over = not token.is_closing and _begins_history(token)
            if box is None and not is_over and not token.is_closing and _is_box(token):
                box = _Box(token.name)
            elif box is not None and token.name == box.name:
                box.depth += -1 if token.is_closing else 1
        yield is_over or box is not None, token
        if box is not None and not box.depth:
            box = None


def _is_box(token: Token) -> bool:
    if token.name == "blockquote":
        return True
    return token.name not in _VOID and bool(_labels(token) & _BOXES)


def _begins_history(token: Token) -> bool:
    return bool(_labels(token) & _FROM_HERE_ON)


def _labels(token: Token) -> set[str]:
    if "id" not in token.rest.lower() and "class" not in token.rest.lower():
        return set()
    attributes = token.attributes()
    return {word.lower() for name in ("id", "class") for word in attributes.get(name, "").split()[:20]}
