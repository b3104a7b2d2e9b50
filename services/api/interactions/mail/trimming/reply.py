"""Which lines of a reply its writer wrote."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from services.api.interactions.mail.trimming import closings, separators
from services.api.interactions.mail.trimming.lines import MOST_LINES, Kind, Page, page_of

_FOOTER: Final = re.compile(
    r"\[\d{1,3}\]:?\s{0,5}(?:https?://|mailto:|www\.)|links:$|https?://\S{1,2000}$|\[(?:image|cid)[:\s]|"
    r"(?:to )?unsubscribe\b|you (?:are receiv|received) (?:ing )?this",
    re.I,
)
_MOST_INTRODUCTIONS: Final = 20
_LOOKED_BELOW: Final = 120
_OTHERS: Final = frozenset({Kind.QUOTE, Kind.ATTRIBUTION, Kind.HEAD})


def trim(text: str, *, sender_name: str | None = None, is_forward: bool = False) -> str:
    """The words of the writer: without the history below them, without signature and legal notice.

    Answers between quoted lines stay, and the quotes with them. Where nothing would be left, everything stays, and so
    it does in a forwarded mail: what that carries is what the writer wants to be read.

    Time: linear in the length of `text`.
    """
    if is_forward:
        return text.strip()
    page = page_of(text)
    kept = _without_closing(page, _written(page), sender_name)
    if not _has_words(page, kept):
        return text.strip()
    return "\n".join(page.lines[index] for index in kept).strip("\n").rstrip()


def _written(page: Page) -> list[int]:
    kept = _until_history(page)
    for _ in range(_MOST_INTRODUCTIONS):
        attribution = _first(page, kept, Kind.ATTRIBUTION)
        if attribution is None:
            break
        before, after = kept[:attribution], kept[attribution:]
        rest = [index for index in after if page.kinds[index] is not Kind.ATTRIBUTION]
        quoted = next((page.kinds[index] for index in rest if page.bare[index]), None) is Kind.QUOTE
        if quoted and not _has_words(page, before):
            return _answers_below(page, rest)
        if _has_words(page, before):
            is_answered = quoted and _has_answers(page, rest)
            return _without_trailing_quotes(page, [*before, *rest] if is_answered else before)
        kept = [*before, *_behind_run(page, after)]
    return _without_trailing_quotes(page, kept)


def _until_history(page: Page) -> list[int]:
    """The lines above the head of an earlier mail, a signature's mark or a device's own line."""
    kept: list[int] = []
    has_words = False
    for index, kind in enumerate(page.kinds):
        is_mobile = kind is Kind.WORDS and index < MOST_LINES and closings.is_mobile(page.bare[index])
        if has_words and (is_mobile or kind is Kind.HEAD or (kind is Kind.RULE and _ends_letter(page, index))):
            break
        if is_mobile:
            continue
        has_words = has_words or kind is Kind.WORDS
        kept.append(index)
    return kept


def _ends_letter(page: Page, rule: int) -> bool:
    below = [index for index in range(rule + 1, min(len(page.kinds), rule + _LOOKED_BELOW)) if page.bare[index]]
    if not below or page.kinds[below[0]] in _OTHERS:
        return True
    is_marked = separators.is_signature_mark(page.bare[rule])
    if not is_marked and _underlines(page, rule):
        return False
    card = takewhile(lambda index: page.kinds[index] not in _OTHERS, below)
    words = [page.bare[index] for index in card if page.kinds[index] is Kind.WORDS]
    return closings.is_signature(words, is_marked=is_marked)


def _underlines(page: Page, rule: int) -> bool:
    """A heading with a line of its own length below it."""
    above = page.bare[rule - 1] if rule else ""
    return bool(above) and rule + 1 < len(page.bare) and abs(len(above) - len(page.bare[rule])) <= 2


def _answers_below(page: Page, rest: Sequence[int]) -> list[int]:
    """The mail begins with a quote: a reply that stands below it, or one between its lines."""
    below = list(rest)
    while below and page.kinds[below[0]] in (Kind.QUOTE, Kind.EMPTY):
        below.pop(0)
    if not _has_words(page, below):
        return list(rest)
    later = _first(page, below, Kind.QUOTE)
    if later is not None and _has_answers(page, below[later:]):
        return _without_trailing_quotes(page, rest)
    return _without_trailing_quotes(page, below)


def _has_answers(page: Page, rest: Sequence[int]) -> bool:
    """Whether words of the writer stand below quoted lines, other than the footers of lists and of link numbers."""
    first = _first(page, rest, Kind.QUOTE)
    if first is None:
        return False
    return any(page.kinds[index] is Kind.WORDS and not _FOOTER.match(page.bare[index]) for index in rest[first:])


def _behind_run(page: Page, after: Sequence[int]) -> list[int]:
    run = len(list(takewhile(lambda index: page.kinds[index] in (Kind.ATTRIBUTION, Kind.EMPTY), after)))
    return list(after[run:])


def _without_trailing_quotes(page: Page, kept: Sequence[int]) -> list[int]:
    if not _has_words(page, kept):
        return list(kept)
    last = max(place for place, index in enumerate(kept) if page.kinds[index] in (Kind.WORDS, Kind.HEAD))
    return list(kept[: last + 1])


def _without_closing(page: Page, kept: Sequence[int], sender_name: str | None) -> list[int]:
    """Without the card below the writer's name and the notice below that."""
    names = [" ".join(sender_name.lower().split())] if sender_name and len(sender_name.split()) > 1 else []
    left = list(kept)
    for begins in (closings.notice_begins, lambda bare: closings.card_begins(bare, names)):
        bare = [page.bare[index] if page.kinds[index] is Kind.WORDS else "" for index in left]
        cut = begins(bare)
        if cut is not None and any(bare[:cut]):
            left = left[:cut]
    return left


def _has_words(page: Page, kept: Sequence[int]) -> bool:
    return any(page.kinds[index] is Kind.WORDS for index in kept)


def _first(page: Page, kept: Sequence[int], kind: Kind) -> int | None:
    return next((place for place, index in enumerate(kept) if page.kinds[index] is kind), None)
