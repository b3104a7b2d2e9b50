"""The line that introduces a quote: "On 2 Nov 2026 at 10:15, Ann Berg <ann@...> wrote:", in the languages of mail."""

import re
from collections.abc import Sequence
from typing import Final

LONGEST: Final = 400
#: What some programs set before the sentence.
_LEADS: Final = "-–—*_ "
MOST_LINES: Final = 4
_TAIL: Final = 120
#: Longer than any verb; behind one, only a name in brackets is long.
_SHORT_TAIL: Final = 32
_LONG_BEFORE: Final = frozenset("):：")
_NO_VERB_BEFORE: Final = frozenset(".!?,;0123456789")

#: Past tense of "to write", as mail programs put it behind the writer's name.
_VERBS: Final = (
    *("wrote", "writes", "schrieb", "schrieben", "geschrieben", "schreibt", "a écrit", "écrit", "a ecrit"),
    *("escribió", "escribio", "escribe", "ha scritto", "scrisse", "scrive", "escreveu", "escreve", "va escriure"),
    *("schreef", "geschreven", "skrev", "skrifaði", "kirjoitti", "kirjutas", "rašė", "rakstīja"),
    *(r"napisał(?:\(a\)|a|\(-a\))?", "pisze", r"napsal(?:\(a\)|a)?", r"napísal(?:\(a\)|a)?"),
    *(r"napisa[ol](?:\(la\)|la|\(a\)|/la)?", r"пишет", r"писал(?:\(а\)|а|и)?", r"написал(?:\(а\)|а|и)?", "пише"),
    *(r"писав", r"написав(?:\(ла\))?", "написала", "написа", "написао", "напісаў", "έγραψε", "a scris", "ezt írta"),
    *("írta", "şunları yazdı", "yazdı", "yazmış", "כתב", "כתבה", "כתב/ה", "كتب", "đã viết", "menulis", "เขียน"),
    *(
        "写道",
        "寫道",
        "编写",
        "撰寫",
        "写到",
        "写了",
        "書きました",
        "書き込みました",
        "のメール",
        "님이 작성",
        "작성",
        "썼습니다",
        "쓴 글",
    ),
)
_VERB: Final = "(?:" + "|".join(_VERBS) + ")"
_END: Final = re.compile(
    rf"(?<!\w){_VERB}(?:\s{{0,3}}\([^()]{{0,60}}\))?\s{{0,3}}[:：]?\s{{0,3}}$|{_VERB}\s{{0,3}}[:：]$", re.I
)
_ANYWHERE: Final = re.compile(rf"(?<!\w){_VERB}(?!\w)", re.I)
_COLON: Final = re.compile(r"[:：]\s{0,3}$")
_ADDRESS: Final = re.compile(r"[^\s@<>()\"',:;]{1,64}@[^\s@<>()\"',:;]{1,255}\.[^\s@<>()\"',:;]{2,24}")
_DAY: Final = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,4}\s?[年년]|\d{1,2}\s?[月월]|\d{1,2}\.\s?\d{1,2}\."
)
_CLOCK: Final = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
#: How such a line begins where the language has a preposition for it.
_OPENING: Final = re.compile(
    r"(?:On|At|In|Am|Le|El|Il|In data|Em|Op|Den|Dnia|Dňa|Dne|W dniu|Pe|Em|A|El día|Vào|Pada|Στις|На|В|Вы|U|Dana|În|"
    r"Ngày|בתאריך|ב|في|在|于|於)(?:\s|\d)",
    re.I,
)
#: The form of older Gmail, which names no verb and ends without a colon: date, clock, zone, name.
_BARE: Final = re.compile(r"\d{4}-\d\d-\d\d\s\d{1,2}:\d\d\s(?:GMT|UTC)[+-]\d\d:?\d\d\s\S")
_RUNS_ON: Final = re.compile(r"[<(,]\s{0,3}$")
_SENTENCE: Final = re.compile(r"\w{5,}[.!?]\s{0,3}$")
_LONGEST_PIECE: Final = 150
_WEEKDAY: Final = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mié|jue|vie|sáb|dom|gio|sab|"
    r"seg|ter|qua|qui|sex|ma|wo|vr|za|zo|mån|tis|ons|tors|lör|sön|man|tir|tor|fre|lør|søn|ti|ke|to|pe|la|su|"
    r"pon|wt|śr|czw|pt|sob|niedz|po|út|st|čt|pá|so|ne|пн|вт|ср|чт|пт|сб|вс|нд)[a-zéčáýа-я]{0,8}[.,]?\s",
    re.I,
)


def found_at(lines: Sequence[str], last: int, *, is_quote_below: bool) -> int | None:
    """The first line of an attribution that ends in line `last`; None where none ends there.

    `lines` are bare (no leading white space, no invisible characters). `is_quote_below` says that quoted lines follow,
    which lets weaker signs suffice.
    """
    if not _may_end(lines[last]):
        return None
    for first in range(last, max(-1, last - MOST_LINES), -1):
        if not lines[first]:
            return None
        words = " ".join(lines[first : last + 1]).lstrip(_LEADS)
        if len(words) > LONGEST:
            return None
        if _introduces(words, is_quote_below=is_quote_below):
            return _beginning(lines, first)
    return None


def _may_end(line: str) -> bool:
    return 0 < len(line) <= LONGEST and bool(_COLON.search(line) or _ends_in_verb(line) or _BARE.match(line))


def _ends_in_verb(words: str) -> bool:
    last = words.rstrip()[-1:]
    if last in _NO_VERB_BEFORE:
        return False
    return bool(_END.search(words[-_TAIL:] if last in _LONG_BEFORE else words[-_SHORT_TAIL:]))


def _introduces(words: str, *, is_quote_below: bool) -> bool:
    has_colon = bool(_COLON.search(words))
    has_address = bool(_ADDRESS.search(words))
    has_day, has_clock = bool(_DAY.search(words)), bool(_CLOCK.search(words))
    is_dated = has_day or has_clock
    if _ends_in_verb(words):
        if has_colon and (has_address or is_dated or is_quote_below):
            return True
        return has_address and is_dated
    if _ANYWHERE.search(words) and has_colon and is_dated:
        return has_address or has_day
    if has_colon and has_address and (is_dated or is_quote_below):
        return has_clock or is_quote_below
    return bool(_BARE.match(words)) and len(words) < 120


def _beginning(lines: Sequence[str], first: int) -> int:
    """Move up to where the sentence begins: to its date, or to the name before a lone address."""
    start = first
    for above in range(first - 1, max(-1, first - MOST_LINES), -1):
        if not 0 < len(lines[above]) <= _LONGEST_PIECE or _SENTENCE.search(lines[above]):
            break
        if _opens(lines[above]) and (not _opens(lines[start]) or _RUNS_ON.search(lines[above])):
            start = above
    if start == first and first and lines[first].startswith(("<", "(")):
        return first - 1 if 0 < len(lines[first - 1]) <= _LONGEST_PIECE else first
    return start


def _opens(line: str) -> bool:
    line = line.lstrip(_LEADS)
    is_dated = bool(_DAY.search(line) or _CLOCK.search(line))
    return (is_dated and bool(_OPENING.match(line) or _WEEKDAY.match(line) or line[:1].isdigit())) or bool(
        _OPENING.match(line) and _WEEKDAY.match(line.partition(" ")[2])
    )
