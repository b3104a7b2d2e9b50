"""Fifty real webhooks a second beside two hundred open live streams: how late mails are, and whether memory grows."""

import asyncio
import contextlib
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from tests.bench.engines import LARGE, BenchEngines
from tests.bench.mail_delay import open_source, post_mail
from tests.bench.memory import growth, resident_mib
from tests.support.product_processes import ProductProcesses
from tests.support.smtp_sink import SmtpSink
from tests.support.tenants import Tenant, open_tenant

PER_SECOND, STREAMS, TENANTS = 50, 200, 10
WARM_SECONDS, SETTLE_SECONDS = 2, 120.0
DIGEST = " updates in Rapport"
PROCESSES = ("api", "worker", "notifier")


@dataclass(frozen=True)
class Steady:
    """Milliseconds from 2xx to accepted mail; how often markers arrived; growth of memory by process."""

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


def measure_steady(engines: BenchEngines, seconds: float) -> Steady:
    """Every mail concerns one person of its workspace, who gets one mail."""
    with SmtpSink() as sink, tempfile.TemporaryDirectory(prefix="rapport-bench-") as logs:
        processes = ProductProcesses(engines.postgres.dsn_for(LARGE), engines.nats.url, sink.url, Path(logs))
        try:
            processes.start(*PROCESSES)
            processes.wait_until_ready()
            return asyncio.run(_measure(processes, sink, seconds))
        finally:
            processes.stop()


async def _measure(processes: ProductProcesses, sink: SmtpSink, seconds: float) -> Steady:
    taken: dict[str, float] = {}
    samples: dict[str, list[tuple[float, float]]] = {name: [] for name in PROCESSES}
    async with httpx2.AsyncClient(base_url=processes.url, timeout=30) as client:
        tenants = [await open_tenant(client) for _ in range(TENANTS)]
        sources = [await open_source(client, tenant) for tenant in tenants]
        async with _streams(processes.url, tenants) as open_streams:
            watching = asyncio.create_task(_watch(processes, samples))
            await _post_all(client, list(zip(sources, tenants, strict=True)), seconds, taken)
            watching.cancel()
            with contextlib.suppress(AssertionError):
                await sink.wait_for(len(taken), SETTLE_SECONDS)
            alive = open_streams()
    asked = round((seconds + WARM_SECONDS) * PER_SECOND)
    return _result(sink, taken, samples, streams=alive, refused=asked - len(taken))


async def _post_all(
    client: httpx2.AsyncClient, senders: list[tuple[dict[str, Any], Tenant]], seconds: float, taken: dict[str, float]
) -> None:
    begun = time.monotonic()
    async with asyncio.TaskGroup() as group:
        for number in range(round((seconds + WARM_SECONDS) * PER_SECOND)):
            source, tenant = senders[number % len(senders)]
            group.create_task(_post(client, source, tenant, taken))
            await asyncio.sleep(max(0.0, begun + (number + 1) / PER_SECOND - time.monotonic()))


async def _post(client: httpx2.AsyncClient, source: dict[str, Any], tenant: Tenant, taken: dict[str, float]) -> None:
    # What is not taken is counted by its absence; a provider would send it again.
    with contextlib.suppress(AssertionError, httpx2.HTTPError):
        await post_mail(client, source, tenant, taken)


async def _watch(processes: ProductProcesses, samples: dict[str, list[tuple[float, float]]]) -> None:
    groups = {name: processes.pid(name) for name in PROCESSES}
    while True:
        at = time.monotonic()
        for name, size in resident_mib(groups).items():
            samples[name].append((at, size))
        await asyncio.sleep(1)


@contextlib.asynccontextmanager
async def _streams(url: str, tenants: list[Tenant]) -> AsyncIterator[Any]:
    """Live streams that are read and thrown away; yields a function that counts those still open."""
    readers = [asyncio.create_task(_read_stream(url, tenants[n % len(tenants)].token)) for n in range(STREAMS)]
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
    sink: SmtpSink,
    taken: dict[str, float],
    samples: dict[str, list[tuple[float, float]]],
    *,
    streams: int,
    refused: int,
) -> Steady:
    counted = dict(list(taken.items())[WARM_SECONDS * PER_SECOND :])
    arrived: dict[str, float] = {}
    times: Counter[str] = Counter()
    digested = 0
    for mail in sink.mails:
        subject = str(mail.message["Subject"])
        if subject.endswith(DIGEST):
            # On a machine that cannot keep up, what is late goes out together; it is told, though not in time.
            digested += int(subject.removesuffix(DIGEST))
            continue
        marker = subject.rpartition(" ")[2]
        arrived.setdefault(marker, mail.accepted_at)
        times[marker] += 1
    delays = sorted(1000 * (arrived[marker] - at) for marker, at in counted.items() if marker in arrived)
    cuts = statistics.quantiles(delays, n=100) if len(delays) > 1 else [float("inf")] * 99
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
    )
