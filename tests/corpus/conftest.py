"""Says in the run's summary how much real mail went in."""

from collections.abc import Callable

import pytest

from tests.corpus.fixtures import FOLDER, IS_THERE

TALLY: dict[str, int] = {}
NOTES: list[str] = []


@pytest.fixture(scope="session")
def tally() -> dict[str, int]:
    """What the run counted, by what it is called in the summary."""
    return TALLY


@pytest.fixture(scope="session")
def note() -> Callable[[str], None]:
    """Puts a line into the summary of the run."""
    return NOTES.append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line: what ran, or loudly that nothing did."""
    if not IS_THERE:
        terminalreporter.write_line(f"CORPUS SKIPPED: no real mail at {FOLDER} (set RAPPORT_FIXTURES).", yellow=True)
    elif TALLY:
        counted = ", ".join(f"{count} {what}" for what, count in TALLY.items())
        terminalreporter.write_line(f"corpus: {counted}")
        for line in NOTES:
            terminalreporter.write_line(f"corpus: {line}")
