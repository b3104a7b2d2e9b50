"""What each line of a mail is: the writer's words, a quote, what introduces one, or the head of an earlier mail."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from services.api.interactions.mail.trimming import attributions, quoted_headers, separators

MOST_LINES: Final = 5_000
_INVISIBLE: Final = re.compile("[\u00ad\u1427\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUOTED: Final = re.compile(r"[>＞]")
_LONG_QUOTE: Final = 60
_SENTENCE: Final = re.compile(r"[.!?:…。！？]\s{0,3}$")


class Kind(Enum):
    """One line's part in the mail."""

    EMPTY = auto()
    WORDS = auto()
    QUOTE = auto()
    ATTRIBUTION = auto()
    HEAD = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class Page:
    """A mail's lines as they are, as patterns see them (bare), and what they are."""

    lines: Sequence[str]
    bare: Sequence[str]
    kinds: list[Kind]


def page_of(text: str) -> Page:
    """The lines of a text. Those beyond the first 5,000 are told apart as words and quotes only."""
    lines = text.split("\n")
    known = min(len(lines), MOST_LINES)
    bare = [_INVISIBLE.sub("", line).replace("\u00a0", " ").strip() for line in lines[:known]]
    bare += [line.strip() for line in lines[known:]]
    kinds = [_first_look(line) for line in bare]
    _mend_wrapped_addresses(bare, kinds, known)
    _mend_wrapped_quotes(bare, kinds, known)
    _find_heads(bare, kinds, known)
    _find_attributions(bare, kinds, known)
    return Page(lines, bare, kinds)


def _first_look(line: str) -> Kind:
    if not line:
        return Kind.EMPTY
    if _QUOTED.match(line):
        return Kind.QUOTE
    return Kind.RULE if separators.is_rule(line) else Kind.WORDS


def _mend_wrapped_addresses(bare: Sequence[str], kinds: list[Kind], known: int) -> None:
    """`Ann <ann@...` with its `>:` on the next line: that line is no quote."""
    for index in range(1, known):
        above = bare[index - 1]
        is_open = above.rfind("<") > above.rfind(">") and kinds[index - 1] is Kind.WORDS
        if kinds[index] is Kind.QUOTE and is_open and re.match(r">\s{0,3}(?:[:：]|\S{1,30}\s?[:：]$)", bare[index]):
            kinds[index] = Kind.WORDS


def _mend_wrapped_quotes(bare: Sequence[str], kinds: list[Kind], known: int) -> None:
    """A quoted line that somebody's program broke in two goes on without its mark: one line, between two quotes."""
    for index in range(1, min(known, len(bare) - 1)):
        if kinds[index] is not Kind.WORDS or kinds[index - 1] is not Kind.QUOTE:
            continue
        above = bare[index - 1]
        is_broken = len(above) >= _LONG_QUOTE and not _SENTENCE.search(above)
        if is_broken and kinds[index + 1] in (Kind.QUOTE, Kind.EMPTY) and len(bare[index]) < _LONG_QUOTE:
            kinds[index] = Kind.QUOTE


def _find_heads(bare: Sequence[str], kinds: list[Kind], known: int) -> None:
    index = 0
    while index < known:
        if kinds[index] is not Kind.WORDS:
            index += 1
            continue
        if separators.is_worded(bare[index]):
            kinds[index] = Kind.HEAD
        is_below_rule = _is_below_rule(bare, kinds, index)
        end = quoted_headers.end_of_block(bare, index, is_below_rule=is_below_rule)
        if end is None:
            index += 1
            continue
        for line in range(index, end):
            kinds[line] = Kind.HEAD
        index = end


def _is_below_rule(bare: Sequence[str], kinds: Sequence[Kind], index: int) -> bool:
    above = next((other for other in range(index - 1, max(-1, index - 4), -1) if kinds[other] is not Kind.EMPTY), None)
    return above is not None and (kinds[above] is Kind.RULE or separators.is_rule_with_words(bare[above]))


def _find_attributions(bare: Sequence[str], kinds: list[Kind], known: int) -> None:
    shown = [line if kind is Kind.WORDS else "" for line, kind in zip(bare, kinds, strict=True)]
    for index in range(known):
        if kinds[index] is not Kind.WORDS:
            continue
        below = next((kinds[other] for other in range(index + 1, min(index + 3, len(kinds))) if bare[other]), None)
        first = attributions.found_at(shown, index, is_quote_below=below is Kind.QUOTE)
        for line in range(first if first is not None else index + 1, index + 1):
            kinds[line] = Kind.ATTRIBUTION
            shown[line] = ""
