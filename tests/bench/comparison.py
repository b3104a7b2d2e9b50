"""Interleaved rounds: every server gets its turn under the same neighbours."""

import statistics
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.bench.cpu import CpuTime, cpu_time
from tests.bench.loads import BASE, Load
from tests.bench.servers import Server
from tests.bench.wrk import Run, run_wrk

# A connection plans each statement anew the first five times: writes over many connections need a while to settle.
WARM_SECONDS = 4


@dataclass
class Samples:
    """What one server showed under one load."""

    runs: list[Run] = field(default_factory=list)
    cpu: list[CpuTime] = field(default_factory=list)
    answer_bytes: int = 0

    @property
    def per_second(self) -> float:
        """Median of the rounds' requests a second."""
        return statistics.median(run.per_second for run in self.runs)

    @property
    def failed(self) -> int:
        """Requests that were not answered with 2xx."""
        return sum(run.failed for run in self.runs)

    def latency(self, name: str) -> float:
        """Median of the rounds' `p50` or `p99`, milliseconds."""
        return statistics.median(getattr(run, name) for run in self.runs)

    def cpu_per_request(self, name: str) -> float:
        """Microseconds of `server` or `postgres` per request, over all rounds."""
        return sum(getattr(used, name) for used in self.cpu) / max(1, sum(run.requests for run in self.runs))


@dataclass(frozen=True)
class Effort:
    """How long to look."""

    rounds: int
    seconds: float
    connections: int


def compare(
    load: Load, servers: dict[str, Server], names: Sequence[str], postmaster: int, effort: Effort
) -> dict[str, Samples]:
    """Run one load on each server in turn, several times over."""
    found = {name: Samples(answer_bytes=_answer_bytes(load, server, names)) for name, server in servers.items()}
    for number in range(effort.rounds + 1):
        for name, server in servers.items():
            group, seconds = server.processes.pid("api"), effort.seconds if number else WARM_SECONDS
            before = cpu_time(group, postmaster)
            run = run_wrk(
                server.processes.url,
                token=server.token(),
                method=load.method,
                lines=load.lines(server.ids, list(names)),
                seconds=seconds,
                connections=effort.connections,
            )
            # The first round only warms caches and pools.
            if number:
                found[name].runs.append(run)
                found[name].cpu.append(cpu_time(group, postmaster).since(before))
    return found


def answers(load: Load, server: Server, names: Sequence[str]) -> int:
    """The status with which a server answers the load's first request."""
    try:
        with urllib.request.urlopen(_first_request(load, server, names), timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def _answer_bytes(load: Load, server: Server, names: Sequence[str]) -> int:
    with urllib.request.urlopen(_first_request(load, server, names), timeout=10) as answer:
        return len(answer.read())


def _first_request(load: Load, server: Server, names: Sequence[str]) -> urllib.request.Request:
    lines = load.lines(server.ids, list(names))
    body = lines[1].encode() if load.method == "POST" else None
    assert lines[0].startswith(BASE)
    headers = {"Authorization": f"Bearer {server.token()}", "Content-Type": "application/json"}
    return urllib.request.Request(server.processes.url + lines[0], body, headers, method=load.method)
