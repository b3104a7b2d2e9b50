"""The plain text body of a mail."""

from collections.abc import Sequence
from textwrap import fill

from services.notifier.notices import Notice
from services.notifier.rendering.plain import one_line, paragraphs

WIDTH = 72


def text_body(notice: Notice, *, url: str, points: Sequence[tuple[str, str]] = (), unsubscribe_url: str | None) -> str:
    """The fact first, then their words or the points with their addresses, one link, and why this came."""
    blocks = [fill(one_line(notice.headline, 300), WIDTH)]
    if notice.context:
        blocks.append(fill(one_line(notice.context), WIDTH))
    if notice.quote:
        blocks.append(_quoted(notice))
    blocks += [f"{fill(one_line(text, 300), WIDTH, initial_indent='- ')}\n{address}" for text, address in points]
    blocks.append(f"{one_line(notice.button)}:\n{url}")
    footer = [fill(one_line(notice.reason, 300), WIDTH)]
    if unsubscribe_url:
        footer.append(f"Stop these emails: {unsubscribe_url}")
    return "\n\n".join([*blocks, "-- \nRapport\n" + "\n".join(footer)]) + "\n"


def _quoted(notice: Notice) -> str:
    lines = [fill(line, WIDTH, initial_indent="> ", subsequent_indent="> ") for line in paragraphs(notice.quote)]
    said = f"{one_line(notice.quoted_name)} wrote:\n" if notice.quoted_name else ""
    return said + "\n".join(lines)
