"""The pytest plugin: how each marked test ended, and the figures it saw, kept for `make assurance`."""

import json
from collections.abc import Generator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.assurance.marks import MARK, ROOT

RECORDS = ROOT / ".cache" / "assurance.json"
HANDED_OVER = "assurance"
SEEN: pytest.StashKey[list["Figure"]] = pytest.StashKey()


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value of one test, for the promise it belongs to."""

    requirement: str
    name: str
    value: float
    unit: str = ""


@dataclass(slots=True)
class Record:
    """How a test ended over all its cases."""

    passed: int = 0
    failed: int = 0
    figures: list[Figure] = field(default_factory=list)

    def take(self, figures: list[Figure]) -> None:
        """Keep figures; of those that several cases saw, the largest."""
        best = {(one.requirement, one.name): one for one in self.figures}
        for figure in figures:
            known = best.get((figure.requirement, figure.name))
            if known is None or figure.value > known.value:
                best[figure.requirement, figure.name] = figure
        self.figures = list(best.values())


class FigureTaker:
    """`figure("R15", "slowest", 1.5, "s")`: a figure of this test for a promise that it is marked with."""

    def __init__(self, item: pytest.Item) -> None:
        self._marked = numbers_of(item)
        self._figures = item.stash.setdefault(SEEN, [])

    def __call__(self, requirement: str, name: str, value: float, unit: str = "") -> None:
        """Keep it.

        Raises:
            AssertionError: the test does not say that it shows this promise.
        """
        assert requirement in self._marked, f"mark the test with {requirement} to give figures for it"
        self._figures.append(Figure(requirement, name, value, unit))


class Recorder:
    """Collects while a session runs, and adds what it saw to the records of earlier sessions when it ends.

    Of a run that is shared among processes, each hands over what it saw, and the one that leads them writes.
    """

    def __init__(self, records: Path = RECORDS, handed_over: dict[str, Any] | None = None) -> None:
        self._file = records
        self._handed_over = handed_over
        self._seen: dict[str, Record] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Count the case: passed when its body did, failed when any part of it did."""
        report = yield
        if numbers_of(item):
            record = self._seen.setdefault(item.nodeid.split("[")[0], Record())
            if report.failed:
                record.failed += 1
            elif report.when == "call" and report.passed:
                record.passed += 1
                record.take(item.stash.get(SEEN, []))
        return report

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what one process of a shared run saw; each file of tests runs in one of them."""
        self._seen |= _read(getattr(node, "workeroutput", {}).get(HANDED_OVER, {}))

    def pytest_sessionfinish(self) -> None:
        """Write; a test that was skipped keeps the record it had."""
        seen = {name: record for name, record in self._seen.items() if record.passed or record.failed}
        if self._handed_over is not None:
            self._handed_over[HANDED_OVER] = _written(seen)
        elif seen:
            self._file.parent.mkdir(exist_ok=True)
            self._file.write_text(json.dumps(_written(read_records(self._file) | seen), indent=1))


def read_records(file: Path = RECORDS) -> dict[str, Record]:
    """What is known of earlier sessions, by `path::test`."""
    if not file.exists():
        return {}
    return _read(json.loads(file.read_text()))


def _written(records: dict[str, Record]) -> dict[str, Any]:
    return {name: asdict(record) for name, record in sorted(records.items())}


def _read(kept: dict[str, Any]) -> dict[str, Record]:
    return {
        name: Record(one["passed"], one["failed"], [Figure(**figure) for figure in one["figures"]])
        for name, one in kept.items()
    }


def numbers_of(item: pytest.Item) -> set[str]:
    """The promises a test is marked with."""
    return {str(number) for mark in item.iter_markers(MARK) for number in mark.args}
