"""A command that runs once and ends: migrations, the demo's loader."""

import time
from collections.abc import Mapping
from pathlib import Path

from deploy.local.process import ChildProcess, last_lines
from deploy.local.product import ROOT

POLL_SECONDS = 0.03


class OneOff:
    """A command whose output is kept in `<name>.log`, from its latest run only."""

    def __init__(self, name: str, command: list[str], environment: Mapping[str, str], logs: Path) -> None:
        self.log_file = logs / f"{name}.log"
        self.log_file.unlink(missing_ok=True)
        self._process = ChildProcess(command, log_file=self.log_file, env=environment, cwd=ROOT)

    @property
    def exit_code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._process.exit_code

    def wait(self) -> int:
        """Wait for its end and return the exit code; a signal interrupts the wait."""
        while (code := self._process.exit_code) is None:
            time.sleep(POLL_SECONDS)
        return code

    def kill(self) -> None:
        """End it at once."""
        self._process.kill_group()

    def said(self) -> list[str]:
        """What it printed for people: every line that is no structured log entry."""
        text = self.log_file.read_text(errors="replace")
        return [line for line in text.splitlines() if line.strip() and not line.startswith("{")]

    def last_line(self) -> str:
        """Its last words."""
        return (last_lines(self.log_file, 1) or ["it said nothing."])[0]
