"""HTML of strangers, made harmless before it is stored. The page shows it inside a sandboxed frame all the same."""

import re
from typing import Final

import nh3

from services.api.interactions.mail import charsets, limits

_TAGS: Final = frozenset(
    "a abbr address article b big blockquote br caption center cite code col colgroup dd del dfn div dl dt em figcaption figure "
    "font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark ol p pre q s samp section small span strike strong "
    "sub sup table tbody td tfoot th thead time tr tt u ul var".split()
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
    clean_content_tags={"head", "script", "style", "template", "title", "noscript", "object", "svg", "math", "iframe"},
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    url_schemes={"http", "https", "mailto", "tel", "cid"},
    link_rel="noopener noreferrer nofollow",
    strip_comments=True,
)
_TAG_OPENING: Final = re.compile(r"<[A-Za-z]")
_MAX_TAGS: Final = 20_000


def sanitise(html: str) -> str | None:
    """The HTML without scripts, styles, forms, frames and foreign URL schemes; None when it is too much to clean in time.

    Both limits guard time: the parser builds a tree, and unclosed formatting tags make it quadratic.
    """
    if len(html) > limits.MAX_HTML_CHARS or len(_TAG_OPENING.findall(html)) > _MAX_TAGS:
        return None
    return _CLEANER.clean(charsets.storable(html)).strip() or None
