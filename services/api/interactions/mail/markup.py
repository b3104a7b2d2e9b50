"""HTML cut into tags and text in one pass, linear in its length whatever its author wanted.

The parsers at hand are not: the standard library's regular expressions and the tree builder of HTML5 both go quadratic,
or worse, on tags that are never closed. So both readers of HTML here (`plain`, `sanitise`) start from these tokens.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,30})((?:[^<>\"']|\"[^\"]{0,50000}\"|'[^']{0,50000}')*)/?>")
_ATTRIBUTE: Final = re.compile(
    r"([A-Za-z][A-Za-z0-9:_-]{0,40})(?:\s{0,20}=\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)
_MAX_BROKEN_TAGS: Final = 50
_MAX_TAGS: Final = 40_000
_MAX_ATTRIBUTES: Final = 40
_UNREAD: Final = frozenset(
    {
        *("script", "style", "title", "template", "textarea", "select", "noscript"),
        *("iframe", "object", "svg", "math", "xmp", "noembed", "noframes"),
    }
)
_ENDS: Final = {name: re.compile(rf"</{name}[\s/>]", re.IGNORECASE) for name in _UNREAD}


@dataclass(frozen=True, slots=True)
class Token:
    """Text (`name` is "") or one tag, its name in lower case. The content of elements nobody reads is left out."""

    name: str = ""
    text: str = ""
    is_closing: bool = False
    rest: str = ""

    def attributes(self) -> dict[str, str]:
        """The tag's attributes, entities resolved; the first of a repeated name counts."""
        found: dict[str, str] = {}
        for match in _ATTRIBUTE.finditer(self.rest):
            value = match[2] if match[2] is not None else match[3] if match[3] is not None else match[4]
            found.setdefault(match[1].lower(), unescape(value or ""))
            if len(found) >= _MAX_ATTRIBUTES:
                break
        return found


def tokens(html: str) -> Iterator[Token]:
    """Every tag and every text between tags, entities of text resolved. Comments and declarations are dropped."""
    position, tags, broken = 0, 0, 0
    while (opening := html.find("<", position)) >= 0 and tags < _MAX_TAGS and broken < _MAX_BROKEN_TAGS:
        if opening > position:
            yield Token(text=unescape(html[position:opening]))
        if match := _TAG.match(html, opening):
            tags += 1
            name = match[2].lower()
            yield Token(name=name, is_closing=bool(match[1]), rest=match[3])
            position = _after_unread(html, name, match.end()) if not match[1] else match.end()
        elif html.startswith(("<!", "<?"), opening):
            position = _after_declaration(html, opening)
        else:
            broken += 1
            yield Token(text="<")
            position = opening + 1
    if position < len(html) and tags < _MAX_TAGS:
        yield Token(text=unescape(html[position:]))


def _after_unread(html: str, name: str, position: int) -> int:
    if name not in _UNREAD:
        return position
    end = _ENDS[name].search(html, position)
    # Unclosed, it swallows the rest, as it does in a browser.
    return end.start() if end else len(html)


def _after_declaration(html: str, position: int) -> int:
    mark, skip = ("-->", 3) if html.startswith("<!--", position) else (">", 1)
    end = html.find(mark, position + 2)
    return end + skip if end >= 0 else len(html)
