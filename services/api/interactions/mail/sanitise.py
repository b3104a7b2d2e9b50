"""HTML of strangers, made harmless before it is stored. The page shows it inside a sandboxed frame all the same."""

from html import escape
from typing import Final

import nh3

from services.api.interactions.mail import charsets, limits
from services.api.interactions.mail.markup import Token, tokens

_TAGS: Final = frozenset(
    {
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "center", "pre", "blockquote", "address"),
        *("article", "section", "header", "footer", "main", "figure", "figcaption"),
        *("ul", "ol", "li", "dl", "dt", "dd"),
        *("table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"),
        *("a", "abbr", "b", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd", "mark", "q"),
        *("s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var"),
    }
)
_ANYWHERE: Final = {"align", "dir", "lang", "title", "valign"}
_ATTRIBUTES: Final = {
    "*": _ANYWHERE,
    "a": {"href"},
    "blockquote": {"cite", "type"},
    "col": {"span", "width"},
    "font": {"color", "size"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "width"},
    "td": {"colspan", "rowspan", "width"},
    "th": {"colspan", "rowspan", "width"},
}
_CLEANER: Final = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags={
        *("head", "script", "style", "template", "title", "noscript"),
        *("object", "svg", "math", "iframe"),
    },
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)
_VOID: Final = frozenset({"br", "col", "hr", "img"})
_FORMATTING: Final = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"}
)
_MAX_NESTED: Final = 100
_MAX_FORMATTING: Final = 12
_MAX_VALUE: Final = 20_000


def sanitise(html: str) -> str | None:
    """The HTML without scripts, styles, forms, frames and foreign URL schemes; None when too long or empty."""
    if len(html) > limits.MAX_HTML_CHARS:
        return None
    return _CLEANER.clean(levelled(charsets.storable(html))).strip() or None


def levelled(html: str) -> str:
    """The allowed elements and attributes only, each closed and in its place, nested no deeper than a person would.

    The tree builder reopens every formatting element that an author forgot to close, in every paragraph that follows:
    200 kB of `<font><p>` became 1.2 GB in forty seconds. Levelled input costs it linear time.
    """
    written: list[str] = []
    opened: list[str] = []
    for token in tokens(html):
        if not token.name:
            written.append(escape(token.text))
            continue
        if token.name not in _TAGS:
            continue
        if token.is_closing:
            _close(token.name, opened, written)
        elif token.name in _VOID:
            written.append(_tag(token))
        elif len(opened) < _MAX_NESTED and (token.name not in _FORMATTING or _formatting(opened) < _MAX_FORMATTING):
            opened.append(token.name)
            written.append(_tag(token))
    written.extend(f"</{name}>" for name in reversed(opened))
    return "".join(written)


def _close(name: str, opened: list[str], written: list[str]) -> None:
    """Close the innermost open `name`, and what stands open within it; an end without a beginning is dropped."""
    if name in opened:
        while True:
            innermost = opened.pop()
            written.append(f"</{innermost}>")
            if innermost == name:
                return


def _formatting(opened: list[str]) -> int:
    return sum(name in _FORMATTING for name in opened)


def _tag(token: Token) -> str:
    allowed = _ATTRIBUTES.get(token.name, set()) | _ANYWHERE
    kept = (f' {name}="{escape(value[:_MAX_VALUE])}"' for name, value in token.attributes().items() if name in allowed)
    return f"<{token.name}{''.join(kept)}>"
