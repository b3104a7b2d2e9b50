"""`docs/assurance.md` names exactly the promises there are and the tests that show them."""

from pathlib import Path

import pytest

from tests.support.assurance.document import DOCUMENT, NOT_SEEN, latest, read_document, render
from tests.support.assurance.marks import Shown, shown, shown_in
from tests.support.assurance.promises import GROUPS, PROMISES
from tests.support.assurance.recording import Figure, FigureTaker, Record, Recorder, read_records

MARKED = """
pytestmark = [pytest.mark.slow, pytest.mark.requirement("R15")]

@pytest.mark.requirement("R16", "R17")
async def test_two_at_once(): ...

def test_alone(): ...

def made(): ...
"""


def test_the_page_is_fresh() -> None:
    page = DOCUMENT.read_text(encoding="utf-8")
    written = read_document(page)

    assert sorted(written) == shown(), "run the tests you marked or renamed, then `make assurance`"
    assert render(shown(), written) == page, "run `make assurance`"
    assert [one for one in written if written[one] in {"failed", NOT_SEEN}] == []


def test_every_promise_is_shown_and_every_mark_names_a_promise() -> None:
    assert {mark.requirement for mark in shown()} == set(PROMISES)
    assert len(PROMISES) == sum(len(group) for group in GROUPS.values()), "a promise stands in one group"


def test_marks_of_modules_and_of_tests_are_found() -> None:
    found = {(mark.requirement, mark.test) for mark in shown_in(MARKED, "tests/test_planted.py")}

    assert found == {
        ("R15", "test_two_at_once"),
        ("R16", "test_two_at_once"),
        ("R17", "test_two_at_once"),
        ("R15", "test_alone"),
    }


@pytest.mark.parametrize("change", ["a mark more", "a mark less", "a renamed test"])
def test_a_page_that_went_stale_is_noticed(change: str) -> None:
    marks = shown()
    page = render(marks, dict.fromkeys(marks, "passed"))
    changed = {
        "a mark more": [*marks, Shown("R15", "tests/unit/test_planted.py", "test_more")],
        "a mark less": marks[1:],
        "a renamed test": [Shown(marks[0].requirement, marks[0].path, "test_renamed"), *marks[1:]],
    }[change]

    assert sorted(read_document(page)) == marks
    assert sorted(read_document(page)) != sorted(changed)


def test_figures_of_a_run_replace_earlier_ones_and_others_stay() -> None:
    ran = Shown("R15", "tests/test_a.py", "test_ran")
    other = Shown("R15", "tests/test_a.py", "test_other")
    new = Shown("R15", "tests/test_a.py", "test_new")
    record = Record(passed=2)
    record.take([Figure("R15", "replays", 1200), Figure("R16", "foreign", 1)])
    record.take([Figure("R15", "replays", 20), Figure("R15", "slowest", 2.345, "s")])

    seen = latest([ran, other, new], {ran: "replays: 1", other: "passed"}, {"tests/test_a.py::test_ran": record})

    assert seen == {ran: "2 cases; replays: 1,200; slowest: 2.3 s", other: "passed", new: NOT_SEEN}


def test_a_failure_is_not_hidden_by_an_earlier_success() -> None:
    mark = Shown("R15", "tests/test_a.py", "test_ran")

    assert latest([mark], {mark: "passed"}, {"tests/test_a.py::test_ran": Record(passed=3, failed=1)}) == {
        mark: "failed"
    }


def test_a_figure_needs_the_mark_of_its_promise(request: pytest.FixtureRequest) -> None:
    with pytest.raises(AssertionError, match="R15"):
        FigureTaker(request.node)("R15", "replays", 20)


def test_a_run_of_some_tests_keeps_the_records_of_the_others(tmp_path: Path) -> None:
    file = tmp_path / "records.json"
    for name in ("a", "b"):
        recorder = Recorder(file)
        recorder._seen[f"tests/test_a.py::test_{name}"] = Record(1, 0, [Figure("R15", "n", 1)])
        recorder.pytest_sessionfinish()
    Recorder(file).pytest_sessionfinish()

    assert {name: record.passed for name, record in read_records(file).items()} == {
        "tests/test_a.py::test_a": 1,
        "tests/test_a.py::test_b": 1,
    }
