"""One child process: its own session, its own log file, and an end that comes with its parent's."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PR_SET_PDEATHSIG = 1
TAIL_BYTES = 8192


@dataclass(frozen=True)
class Account:
    """The user a child runs as, by number."""

    uid: int
    gid: int


class ChildProcess:
    """A child in a session of its own that receives `death_signal` when its parent dies.

    On Linux the kernel sends that signal when the *thread* that started the child ends, so
    start children from the main thread.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        log_file: Path,
        env: Mapping[str, str] | None = None,
        cwd: Path | None = None,
        account: Account | None = None,
        death_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.command = list(command)
        self.log_file = log_file
        log_file.parent.mkdir(parents=True, exist_ok=True)
        with log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(env) if env is not None else None,
                cwd=cwd,
                start_new_session=True,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                # Runs after the change of user, which is what clears an earlier death signal.
                # It makes two system calls and takes no lock that another thread could hold.
                preexec_fn=_follow_parent(death_signal),  # noqa: PLW1509
            )

    @property
    def pid(self) -> int:
        """The process id, which is also the id of the child's process group."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The exit code, negative for a signal, or None while the child runs."""
        return self._process.poll()

    @property
    def is_running(self) -> bool:
        """Whether the child is alive."""
        return self.exit_code is None

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the child only; a child that is gone is not an error."""
        if self.is_running:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    def kill_group(self) -> None:
        """End the child and what is left of its process group at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()

    def wait(self, seconds: float) -> bool:
        """Wait for the end of the child; False when it still runs after `seconds`."""
        try:
            self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return False
        return True

    def stop(self, number: signal.Signals, seconds: float) -> bool:
        """Signal the child and wait; kill what still runs after `seconds`. True when it obeyed."""
        self.send(number)
        obeyed = self.wait(seconds)
        self.kill_group()
        return obeyed

    def last_lines(self, count: int = 5) -> list[str]:
        """Return the last lines of the child's log."""
        return last_lines(self.log_file, count)


def last_lines(path: Path, count: int) -> list[str]:
    """Return the last non-empty lines of a text file, oldest first; none when it is missing."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - TAIL_BYTES))
            text = file.read().decode(errors="replace")
    except OSError:
        return []
    return [line for line in text.splitlines() if line.strip()][-count:]


def wait_until(condition: Callable[[], bool], seconds: float, every: float = 0.02) -> bool:
    """Poll `condition` until it holds; False when `seconds` have passed."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True


def is_alive(pid: int) -> bool:
    """Say whether a process with this id runs, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    # Ended, but nobody has asked how yet: the first process of a container often never does.
    return status_fields(pid)[:1] != ["Z"]


def status_fields(pid: int) -> list[str]:
    """Return Linux's fields about a process from its state on; none elsewhere or when it is gone."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return []
    # The second field, the name in parentheses, may itself contain blanks and parentheses.
    return status.rpartition(")")[2].split()


def _follow_parent(number: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def follow() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(number), 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return follow
