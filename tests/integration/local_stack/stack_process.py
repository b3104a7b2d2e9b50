"""A supervisor with stand-in services in a process of its own, as a test drives it."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from deploy.local.ports import free_port
from deploy.local.process import is_alive, wait_until
from deploy.local.product import ROOT
from deploy.local.running import RunningStack

MODULE = "tests.integration.local_stack.stand_in"
PATIENCE = 30.0


class StackProcess:
    """One start; `lines` is what it has printed so far."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = int(environment.get("PORT") or free_port())
        self.lines: list[str] = []
        own = ("_URL", "SECRET_KEY")
        inherited = {k: v for k, v in os.environ.items() if not k.endswith(own)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", MODULE],
            cwd=ROOT,
            env={
                **inherited,
                "DEMO": "0",
                **environment,
                "PORT": str(self.port),
                "DATA_DIR": str(data_dir),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def url(self) -> str:
        """Where the stack answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> RunningStack:
        """What the supervisor wrote down about itself."""
        return RunningStack.find({"DATA_DIR": str(self.data_dir)})

    def wait_ready(self) -> float:
        """Wait for the ready line; return the seconds it took."""
        begun = time.monotonic()
        self.wait_for(f"Rapport is ready: {self.url}")
        return time.monotonic() - begun

    def wait_for(self, text: str) -> str:
        """Wait for a line that contains `text` and return it."""
        done = wait_until(lambda: self._line(text) is not None or not self.is_running, PATIENCE)
        line = self._line(text)
        assert done, f"not printed within {PATIENCE} s: {text!r}: {self.lines}"
        assert line is not None, f"ended without {text!r}: {self.lines}"
        return line

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal to the supervisor alone and return its exit code."""
        self._process.send_signal(number)
        return self.wait()

    def make_sure_it_ended(self) -> None:
        """End it if a failed test left it running."""
        if self.is_running:
            self.end()

    def wait(self) -> int:
        """Wait for the end by itself and return the exit code."""
        code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    @property
    def is_running(self) -> bool:
        """Whether the supervisor lives."""
        return self._process.poll() is None

    def get(self, path: str) -> str:
        """Return the body of an answer."""
        with urllib.request.urlopen(self.url + path, timeout=5) as answer:
            body: str = answer.read().decode()
        return body

    def processes(self) -> list[int]:
        """Return every process that belongs to this DATA_DIR, whoever its parent is."""
        return [pid for pid in _all_pids() if self._is_ours(pid)]

    def find(self, word: str) -> int:
        """Return the oldest process of this stack whose command contains `word`."""
        return min(pid for pid in self.processes() if word in _read(pid, "cmdline"))

    def _is_ours(self, pid: int) -> bool:
        folder = str(self.data_dir)
        try:
            inside = str(Path(f"/proc/{pid}/cwd").readlink()).startswith(folder)
        except OSError:
            return False
        return is_alive(pid) and (inside or folder in _read(pid, "environ"))

    def _line(self, text: str) -> str | None:
        return next((line for line in self.lines if text in line), None)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip("\n"))


@contextlib.contextmanager
def running_stack(data_dir: Path, **environment: str) -> Iterator[StackProcess]:
    """Start a stack, wait until it is ready, and stop it at the end."""
    stack = StackProcess(data_dir, **environment)
    try:
        stack.wait_ready()
        yield stack
    finally:
        stack.make_sure_it_ended()


def _all_pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def _read(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes().decode(errors="replace")
    except OSError:
        return ""
