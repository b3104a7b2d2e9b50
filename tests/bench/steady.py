"""Fifty real webhooks a second beside two hundred open live streams: how late mails are, and whether memory grows.

The streams are of workspaces where nothing happens, as most are at any moment; some may be asked for that are told of
every mail of their workspace.
"""

import asyncio
import contextlib
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from tests.bench.cpu import cpu_time
from tests.bench.engines import LARGE, BenchEngines
from tests.bench.mail_counter import MailCounter
from tests.bench.memory import growth, resident_mib
from tests.bench.posting import Posting, open_source, post_steadily, posting
from tests.support.product_processes import ProductProcesses
from tests.support.tenants import Tenant, open_tenant

PER_SECOND, STREAMS, TENANTS, IDLE_TENANTS = 50, 200, 10, 10
WARM_SECONDS, SETTLE_SECONDS = 2, 120.0
SPELL_SECONDS = 10
DIGEST = " updates in Rapport"
PROCESSES = ("api", "worker", "notifier")


@dataclass(frozen=True)
class Steady:
    """Milliseconds from 2xx to accepted mail; how often markers arrived; growth of memory by process; and milliseconds
    of processor time per mail, by process."""

    sent: int
    refused: int
    arrived: int
    digested: int
    repeated: int
    streams: int
    p50: float
    p99: float
    growth: dict[str, float]
    mib: dict[str, float]
    cpu: dict[str, float]
    #: The slowest mail of each ten seconds, in milliseconds: whether lateness comes in spells or grows.
    slowest: list[float]


def measure_steady(engines: BenchEngines, seconds: float, *, busy_streams: int = 0) -> Steady:
    """Every mail concerns one person of its workspace, who gets one mail. `busy_streams` of the streams hear of it."""
    with MailCounter() as mails, tempfile.TemporaryDirectory(prefix="rapport-bench-") as logs:
        processes = ProductProcesses(engines.postgres.dsn_for(LARGE), engines.nats.url, mails.url, Path(logs))
        try:
            processes.start(*PROCESSES)
            processes.wait_until_ready()
            return asyncio.run(_measure(engines, processes, mails, seconds, busy_streams))
        finally:
            processes.stop()


async def _measure(
    engines: BenchEngines, processes: ProductProcesses, mails: MailCounter, seconds: float, busy_streams: int
) -> Steady:
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in PROCESSES}
    async with httpx2.AsyncClient(base_url=processes.url, timeout=30) as client:
        busy = [await open_tenant(client) for _ in range(TENANTS)]
        idle = [await open_tenant(client, customers=0) for _ in range(IDLE_TENANTS)]
        postings = await _postings(client, busy, round((seconds + WARM_SECONDS) * PER_SECOND))
    watchers = [*islice(cycle(busy), busy_streams), *islice(cycle(idle), STREAMS - busy_streams)]
    async with _streams(processes.url, watchers) as open_streams:
        watching = asyncio.create_task(_watch(processes, samples))
        before = _cpu(engines, processes)
        taken = await post_steadily(processes.url, postings, per_second=PER_SECOND)
        watching.cancel()
        await mails.wait_for(len(taken), SETTLE_SECONDS)
        used = {name: (at - before[name]) / 1000 / max(len(taken), 1) for name, at in _cpu(engines, processes).items()}
        alive = open_streams()
    return _result(mails, taken, samples, streams=alive, refused=len(postings) - len(taken), cpu=used)


async def _postings(client: httpx2.AsyncClient, tenants: list[Tenant], count: int) -> list[Posting]:
    senders = [(await open_source(client, tenant), tenant) for tenant in tenants]
    return [posting(source, tenant) for source, tenant in islice(cycle(senders), count)]


def _cpu(engines: BenchEngines, processes: ProductProcesses) -> dict[str, float]:
    """Microseconds used so far by each process group, PostgreSQL, NATS and this process."""
    postmaster, nats = engines.postgres.pid, engines.nats.pid
    assert postmaster is not None
    assert nats is not None
    groups = {name: processes.pid(name) for name in PROCESSES} | {"nats": nats, "load": os.getpgid(0)}
    found = {name: cpu_time(group, postmaster) for name, group in groups.items()}
    return {name: used.server for name, used in found.items()} | {"postgres": found["api"].postgres}


async def _watch(processes: ProductProcesses, samples: dict[str, list[tuple[float, float]]]) -> None:
    groups = {name: processes.pid(name) for name in PROCESSES}
    while True:
        at = time.monotonic()
        for name, size in resident_mib(groups).items():
            samples[name].append((at, size))
        await asyncio.sleep(1)


@contextlib.asynccontextmanager
async def _streams(url: str, watchers: list[Tenant]) -> AsyncIterator[Any]:
    """Live streams that are read and thrown away; yields a function that counts those still open."""
    readers = [asyncio.create_task(_read_stream(url, watcher.token)) for watcher in watchers]
    try:
        yield lambda: sum(not reader.done() for reader in readers)
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)


async def _read_stream(url: str, token: str) -> None:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    try:
        head = f"GET /api/v1/events/stream HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Bearer {token}\r\n\r\n"
        writer.write(head.encode())
        assert b" 200 " in await reader.readline()
        while await reader.read(65536):
            pass
    finally:
        writer.close()


def _result(
    mails: MailCounter,
    taken: dict[str, float],
    samples: dict[str, list[tuple[float, float]]],
    *,
    streams: int,
    refused: int,
    cpu: dict[str, float],
) -> Steady:
    counted = dict(list(taken.items())[WARM_SECONDS * PER_SECOND :])
    arrived: dict[str, float] = {}
    times: Counter[str] = Counter()
    digested = 0
    for subject, accepted_at in mails.subjects():
        if subject.endswith(DIGEST):
            # On a machine that cannot keep up, what is late goes out together; it is told, though not in time.
            digested += int(subject.removesuffix(DIGEST))
            continue
        marker = subject.rpartition(" ")[2]
        arrived.setdefault(marker, accepted_at)
        times[marker] += 1
    delays = [1000 * (arrived[marker] - at) for marker, at in counted.items() if marker in arrived]
    cuts = statistics.quantiles(delays, n=100) if len(delays) > 1 else [float("inf")] * 99
    spell = SPELL_SECONDS * PER_SECOND
    return Steady(
        sent=len(counted),
        refused=refused,
        arrived=len(delays),
        digested=digested,
        repeated=sum(count - 1 for count in times.values()),
        streams=streams,
        p50=cuts[49],
        p99=cuts[98],
        growth={name: growth(found) for name, found in samples.items()},
        mib={name: found[-1][1] if found else 0.0 for name, found in samples.items()},
        cpu=cpu,
        slowest=[max(delays[at : at + spell]) for at in range(0, len(delays), spell)],
    )
