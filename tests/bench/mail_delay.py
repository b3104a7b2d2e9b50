"""From the webhook's 2xx to the mail that the mail server accepted, with every process of the product running."""

import asyncio
import statistics
import tempfile
from dataclasses import dataclass
from pathlib import Path

import httpx2

from tests.bench.engines import LARGE, BenchEngines
from tests.bench.mail_counter import MailCounter
from tests.bench.posting import open_source, post_steadily, posting
from tests.support.product_processes import ProductProcesses
from tests.support.tenants import open_tenant

PER_SECOND = 20
SETTLE_SECONDS = 60.0
WARM_EVENTS = 20


@dataclass(frozen=True)
class MailDelay:
    """Milliseconds from 2xx to accepted mail."""

    sent: int
    arrived: int
    p50: float
    p99: float


def measure_mail_delay(engines: BenchEngines, seconds: float) -> MailDelay:
    """20 mails a second through a `raw` source; every one of them concerns one person, who gets a mail."""
    with MailCounter() as mails, tempfile.TemporaryDirectory(prefix="rapport-bench-") as logs:
        processes = ProductProcesses(
            engines.postgres.dsn_for(LARGE),
            engines.nats.url,
            mails.url,
            Path(logs),
        )
        try:
            processes.start("api", "worker", "notifier")
            processes.wait_until_ready()
            return asyncio.run(_measure(processes.url, mails, round(seconds * PER_SECOND)))
        finally:
            processes.stop()


async def _measure(url: str, mails: MailCounter, events: int) -> MailDelay:
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        tenant = await open_tenant(client)
        source = await open_source(client, tenant)
    postings = [posting(source, tenant) for _ in range(WARM_EVENTS + events)]
    taken = await post_steadily(url, postings, per_second=PER_SECOND)
    await mails.wait_for(len(taken), SETTLE_SECONDS)
    # The first second warms connections and caches, as any other second of a day would find them.
    counted = list(taken.items())[WARM_EVENTS:]
    arrived: dict[str, float] = {}
    for subject, accepted_at in mails.subjects():
        arrived.setdefault(subject.rpartition(" ")[2], accepted_at)
    delays = sorted(1000 * (arrived[marker] - at) for marker, at in counted if marker in arrived)
    cuts = statistics.quantiles(delays, n=100) if len(delays) > 1 else [float("inf")] * 99
    return MailDelay(len(counted), len(delays), cuts[49], cuts[98])
