"""Processes that outlived their supervisor: remembered on disk, ended at the next start."""

import contextlib
import json
import os
import signal
import subprocess
from pathlib import Path

from deploy.local.folder import write_private
from deploy.local.process import is_alive, status_fields, wait_until

POLITE_SECONDS = 8.0
STARTED_FIELD = 19


def remember(file: Path, pids: list[int]) -> None:
    """Write down which processes run, each with its time of start, since ids are used again."""
    running = {str(pid): started for pid in pids if (started := _started(pid))}
    write_private(file, json.dumps(running))


def end_leftovers(file: Path) -> int:
    """End what an earlier start left running, with its process groups; return how many."""
    try:
        remembered: dict[str, str] = json.loads(file.read_text())
    except (OSError, ValueError):
        return 0
    left = [int(pid) for pid, started in remembered.items() if _started(int(pid)) == started]
    for pid in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    wait_until(lambda: not any(is_alive(pid) for pid in left), POLITE_SECONDS)
    for pid in left:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    file.unlink(missing_ok=True)
    return len(left)


def _started(pid: int) -> str:
    """The time of start as the system tells it; empty when there is no such process."""
    if not is_alive(pid):
        return ""
    fields = status_fields(pid)
    if fields:
        return fields[STARTED_FIELD]
    shown = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()
