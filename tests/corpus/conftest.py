"""Says in the run's summary how much real mail went in."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from tests.corpus.fixtures import FOLDER, IS_THERE

TALLY: Counter[str] = Counter()
NOTES: list[str] = []


@pytest.fixture(scope="session")
def tally() -> dict[str, int]:
    """What the run counted, by what it is called in the summary."""
    return TALLY


@pytest.fixture(scope="session")
def note() -> Callable[[str], None]:
    """Puts a line into the summary of the run."""
    return NOTES.append


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A process of a shared run hands over what it counted."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["corpus"] = (dict(TALLY), NOTES)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Add what one process of a shared run counted."""
    counted, notes = getattr(node, "workeroutput", {}).get("corpus", ({}, []))
    TALLY.update(counted)
    NOTES.extend(notes)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line: what ran, or loudly that nothing did."""
    if not IS_THERE:
        terminalreporter.write_line(f"CORPUS SKIPPED: no real mail at {FOLDER} (set RAPPORT_FIXTURES).", yellow=True)
    elif TALLY:
        counted = ", ".join(f"{count} {what}" for what, count in TALLY.items())
        terminalreporter.write_line(f"corpus: {counted}")
        for line in NOTES:
            terminalreporter.write_line(f"corpus: {line}")
