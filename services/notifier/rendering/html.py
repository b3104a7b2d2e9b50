"""The HTML body of a mail: one column, a few inline styles, readable on a phone, in the dark and without images."""

from collections.abc import Sequence
from html import escape

from services.notifier.notices import Notice
from services.notifier.rendering.plain import one_line, paragraphs

FONT = "font-family:Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

# Mail programs that know media queries get a dark scheme; the others show the inline colours.
STYLE = """
:root{color-scheme:light dark;supported-color-schemes:light dark}
a{color:#3a48bb}
@media (prefers-color-scheme:dark){
.page{background:#121419!important}.sheet{background:#17191f!important;border-color:#2a2e38!important}
.ink{color:#e8eaef!important}.soft{color:#a3a9b6!important}.words{border-color:#4656d3!important;color:#e8eaef!important}
.soft a{color:#98a4f0!important}.brand{color:#98a4f0!important}}
@media (max-width:480px){.sheet{padding:20px 18px!important}.page{padding:12px 8px!important}}
"""


def html_body(notice: Notice, *, url: str, points: Sequence[tuple[str, str]] = (), unsubscribe_url: str | None) -> str:
    """A whole document; everything that is not a literal of this file is escaped."""
    parts = [
        _line(one_line(notice.headline, 300), "ink", "margin:0 0 6px;font-size:18px;line-height:1.4;font-weight:600"),
        _line(one_line(notice.context), "soft", "margin:0 0 16px;font-size:14px;line-height:1.5")
        if notice.context
        else "",
        _quote(notice) if notice.quote else "",
        _points(points) if points else "",
        _button(one_line(notice.button), url),
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(one_line(notice.subject))}</title><style>{STYLE}</style></head>"
        f'<body class="page" style="margin:0;padding:24px 12px;background:#f7f8fa;{FONT}">'
        f"{_preview(notice)}"
        '<div class="sheet" style="max-width:560px;margin:0 auto;padding:28px;background:#ffffff;'
        'border:1px solid #e3e6eb;border-radius:12px">'
        '<p class="brand" style="margin:0 0 20px;font-size:14px;font-weight:640;color:#3a48bb">Rapport</p>'
        f"{''.join(parts)}</div>{_footer(notice, unsubscribe_url)}</body></html>"
    )


def _line(text: str, name: str, style: str) -> str:
    colour = "#191d25" if name == "ink" else "#596171"
    return f'<p class="{name}" style="{style};color:{colour}">{escape(text)}</p>'


def _preview(notice: Notice) -> str:
    """What a mail program shows beside the subject: their words rather than our brand."""
    words = one_line(notice.quote, 140) or one_line(notice.context, 140)
    return f'<div style="display:none;max-height:0;overflow:hidden">{escape(words)}</div>' if words else ""


def _quote(notice: Notice) -> str:
    said = "<br>".join(escape(line) for line in paragraphs(notice.quote))
    return (
        '<blockquote class="words" style="margin:0 0 20px;padding:2px 0 2px 14px;border-left:3px solid #c5cbf3;'
        f'font-size:15px;line-height:1.55;color:#191d25;overflow-wrap:anywhere">{said}</blockquote>'
    )


def _points(points: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<li style="margin:0 0 8px;overflow-wrap:anywhere"><a href="{escape(address)}">'
        f"{escape(one_line(text, 300))}</a></li>"
        for text, address in points
    )
    return f'<ul class="ink" style="margin:0 0 20px;padding:0 0 0 20px;font-size:15px;line-height:1.5">{rows}</ul>'


def _button(label: str, url: str) -> str:
    return (
        f'<a href="{escape(url)}" style="display:inline-block;padding:12px 20px;border-radius:8px;'
        'background:#3a48bb;color:#ffffff;font-size:15px;font-weight:600;text-decoration:none">'
        f"{escape(label)}</a>"
    )


def _footer(notice: Notice, unsubscribe_url: str | None) -> str:
    stop = f' <a href="{escape(unsubscribe_url)}">Stop these emails</a>' if unsubscribe_url else ""
    return (
        '<p class="soft" style="max-width:560px;margin:16px auto 0;padding:0 4px;font-size:12px;line-height:1.6;'
        f'color:#596171">{escape(one_line(notice.reason, 300))}{stop}</p>'
    )
