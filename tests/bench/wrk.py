"""Running wrk and reading what it found."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("load.lua")


@dataclass(frozen=True)
class Run:
    """One run of wrk; latencies in milliseconds."""

    requests: int
    seconds: float
    bytes: int
    failed: int
    p50: float
    p99: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


def run_wrk(url: str, *, token: str, method: str, lines: Sequence[str], seconds: float, connections: int) -> Run:
    """Load `url` with the prepared requests, taken in turn on each connection."""
    program = shutil.which("wrk") or "wrk"
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(lines))
        file.flush()
        command = [
            program,
            "-t1",
            f"-c{connections}",
            f"-d{round(seconds)}s",
            "--timeout",
            "10s",
            "-s",
            str(SCRIPT),
            url,
        ]
        command += ["--", token, method, file.name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True)
    found = json.loads(done.stdout.partition("RESULT ")[2])
    return Run(
        requests=found["requests"],
        seconds=found["microseconds"] / 1e6,
        bytes=found["bytes"],
        failed=found["failed"],
        p50=found["p50"],
        p99=found["p99"],
    )
