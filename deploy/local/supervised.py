"""One thing the supervisor keeps running: a service process or an embedded engine."""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from deploy.local.backoff import Backoff
from deploy.local.console import death_notice
from deploy.local.errors import StackError
from deploy.local.process import ChildProcess, last_lines
from deploy.local.product import ROOT, ServiceSpec


class Runnable(Protocol):
    """What can be started, watched and stopped."""

    @property
    def is_running(self) -> bool: ...

    @property
    def pid(self) -> int | None: ...

    @property
    def exit_code(self) -> int | None: ...

    def start(self) -> None: ...

    def ask_to_stop(self) -> None: ...

    def stop(self, seconds: float) -> None: ...


class Service:
    """A service process started from its spec."""

    def __init__(self, spec: ServiceSpec, log_file: Path) -> None:
        self._spec = spec
        self._log_file = log_file
        self._process: ChildProcess | None = None
        self._is_asked_to_stop = False

    @property
    def is_running(self) -> bool:
        """Whether the process is alive."""
        return self._process is not None and self._process.is_running

    @property
    def pid(self) -> int | None:
        """The process id while it runs."""
        return self._process.pid if self._process and self._process.is_running else None

    @property
    def exit_code(self) -> int | None:
        """How the process ended."""
        return self._process.exit_code if self._process else None

    def start(self) -> None:
        """Start the process; what is left of the one before ends first."""
        if self._process is not None:
            self._process.kill_group()
        self._process = ChildProcess(
            self._spec.command,
            log_file=self._log_file,
            env=self._spec.environment,
            cwd=ROOT,
        )

    def ask_to_stop(self) -> None:
        """Send SIGTERM without waiting, so that several stop at the same time."""
        # Once only: a second signal makes many programs drop their clients.
        if self._process is not None and not self._is_asked_to_stop:
            self._is_asked_to_stop = True
            self._process.send(signal.SIGTERM)

    def stop(self, seconds: float) -> None:
        """Stop the process and its group; whatever still runs after `seconds` is killed."""
        self.ask_to_stop()
        if self._process is not None:
            self._process.wait(seconds)
            self._process.kill_group()


class Supervised:
    """A runnable with its name, its log and its restarts."""

    def __init__(self, title: str, runnable: Runnable, log_file: Path, say: Callable[[str], None]) -> None:
        self.title = title
        self.runnable = runnable
        self.log_file = log_file
        self.deaths = 0
        self._say = say
        self._backoff = Backoff()
        self._started_at = 0.0
        self._restart_at: float | None = None

    def start(self) -> None:
        """Start it for the first time."""
        self.runnable.start()
        self._started_at = time.monotonic()

    def last_lines(self, count: int) -> list[str]:
        """The last lines of its log."""
        return last_lines(self.log_file, count)

    def tend(self) -> bool:
        """Start it again when it died and its wait is over; True when it was started."""
        if self.runnable.is_running:
            return False
        now = time.monotonic()
        if self._restart_at is None:
            self.deaths += 1
            wait = self._backoff.next_wait(now - self._started_at)
            self._restart_at = now + wait
            self._say(death_notice(self.title, self.runnable.exit_code, wait, self.log_file))
        if now < self._restart_at:
            return False
        self._restart_at = None
        try:
            self.start()
        except (StackError, OSError) as error:
            wait = self._backoff.next_wait(0.0)
            self._restart_at = now + wait
            self._say(f"{self.title} could not be started: {error} Trying again in {wait:.1f} s.")
            return False
        return True
