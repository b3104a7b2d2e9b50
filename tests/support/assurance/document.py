"""`docs/assurance.md`, made from the marks of the tests and the records of their runs."""

import re
from collections.abc import Mapping, Sequence

from tests.support.assurance.marks import ROOT, Shown
from tests.support.assurance.promises import GROUPS
from tests.support.assurance.recording import Figure, Record

DOCUMENT = ROOT / "docs" / "assurance.md"
NOT_SEEN = "not seen yet"
ROW = re.compile(
    r"^\| (?:\*\*(?P<number>R\d\d)\*\* [^|]*)?\| \[(?P<words>[^\]]+)\]\(\.\./(?P<path>[^)]+)\) \| (?P<seen>.+) \|$"
)
HEAD = """# What is proven

Each promise has a number, the tests that show it, and what they saw when they last ran: on one machine with two cores,
with the real PostgreSQL, NATS, SMTP server and HTTP. `make test` runs them all but those under `tests/chaos`, which
`make chaos` runs.

A test says what it shows with `@pytest.mark.requirement("R15")` and gives its figures with the fixture `figure`.
`make assurance` writes this page from the last runs; a figure that no later run has replaced stays. The promises
themselves stand in `tests/support/assurance/promises.py`. `tests/contract/test_assurance.py` refuses a page that names
other promises or other tests than there are.
"""

Seen = dict[Shown, str]


def render(marks: Sequence[Shown], seen: Mapping[Shown, str]) -> str:
    """The page."""
    parts = [HEAD]
    for group, promises in GROUPS.items():
        rows = [row for number, promise in promises.items() for row in _rows(number, promise, marks, seen)]
        parts.append("\n".join([f"## {group}\n", "| promise | shown by | seen |", "|---|---|---|", *rows, ""]))
    return "\n".join(parts)


def read_document(text: str) -> Seen:
    """What the page says was seen, by promise and test."""
    found: Seen = {}
    number = ""
    for line in text.splitlines():
        row = ROW.match(line)
        if row is not None:
            number = row["number"] or number
            found[Shown(number, row["path"], f"test_{row['words'].replace(' ', '_')}")] = row["seen"]
    return found


def latest(marks: Sequence[Shown], earlier: Mapping[Shown, str], records: Mapping[str, Record]) -> Seen:
    """What was last seen of each test: in the records, else on the page as it was."""
    return {
        mark: _seen(mark, records.get(f"{mark.path}::{mark.test}")) or earlier.get(mark, NOT_SEEN) for mark in marks
    }


def _rows(number: str, promise: str, marks: Sequence[Shown], seen: Mapping[Shown, str]) -> list[str]:
    of_promise = [mark for mark in marks if mark.requirement == number]
    return [
        f"| {f'**{number}** {promise} ' if mark is of_promise[0] else ''}"
        f"| [{mark.words}](../{mark.path}) | {seen.get(mark, NOT_SEEN)} |"
        for mark in of_promise
    ]


def _seen(mark: Shown, record: Record | None) -> str | None:
    if record is None:
        return None
    if record.failed:
        return "failed"
    figures = [_figure(figure) for figure in record.figures if figure.requirement == mark.requirement]
    cases = [f"{record.passed} cases"] if record.passed > 1 else []
    return "; ".join([*cases, *figures]) or "passed"


def _figure(figure: Figure) -> str:
    value = figure.value
    if float(value).is_integer() or value >= 100:
        written = f"{value:,.0f}"
    else:
        written = f"{value:.1f}" if value >= 1 else f"{value:.2g}"
    return f"{figure.name}: {written}{f' {figure.unit}' if figure.unit else ''}"
