"""From the webhook's 2xx to the mail that the mail server accepted, with every process of the product running."""

import asyncio
import contextlib
import hashlib
import hmac
import secrets
import statistics
import tempfile
import time
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx2

from tests.bench.engines import LARGE, BenchEngines
from tests.support.product_processes import ProductProcesses
from tests.support.smtp_sink import SmtpSink
from tests.support.tenants import Tenant, open_tenant

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
    with SmtpSink() as sink, tempfile.TemporaryDirectory(prefix="rapport-bench-") as logs:
        processes = ProductProcesses(
            engines.postgres.dsn_for(LARGE),
            engines.nats.url,
            sink.url,
            Path(logs),
        )
        try:
            processes.start("api", "worker", "notifier")
            processes.wait_until_ready()
            return asyncio.run(_measure(processes.url, sink, round(seconds * PER_SECOND)))
        finally:
            processes.stop()


async def _measure(url: str, sink: SmtpSink, events: int) -> MailDelay:
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        tenant = await open_tenant(client)
        source = await open_source(client, tenant)
        taken: dict[str, float] = {}
        async with asyncio.TaskGroup() as group:
            for _ in range(WARM_EVENTS + events):
                group.create_task(post_mail(client, source, tenant, taken))
                await asyncio.sleep(1 / PER_SECOND)
        with contextlib.suppress(AssertionError):
            await sink.wait_for(len(taken), SETTLE_SECONDS)
    # The first second warms connections and caches, as any other second of a day would find them.
    counted = list(taken.items())[WARM_EVENTS:]
    arrived: dict[str, float] = {}
    for mail in sink.mails:
        marker = str(mail.message["Subject"]).rpartition(" ")[2]
        arrived.setdefault(marker, mail.accepted_at)
    delays = sorted(1000 * (arrived[marker] - at) for marker, at in counted if marker in arrived)
    cuts = statistics.quantiles(delays, n=100) if len(delays) > 1 else [float("inf")] * 99
    return MailDelay(len(counted), len(delays), cuts[49], cuts[98])


async def open_source(client: httpx2.AsyncClient, tenant: Tenant) -> dict[str, Any]:
    """A `raw` source of the tenant."""
    headers = {"Authorization": f"Bearer {tenant.token}"}
    body = {"kind": "email", "provider": "raw", "name": "Bench"}
    answer = await client.post("/api/v1/inbound-sources", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def post_mail(
    client: httpx2.AsyncClient, source: dict[str, Any], tenant: Tenant, taken: dict[str, float]
) -> None:
    """Post a mail that concerns the tenant's owner; `taken` keeps its marker with the moment of the 2xx."""
    marker = secrets.token_hex(8)
    mail = EmailMessage()
    mail["From"] = f"Petri Aho <petri@{tenant.domain}>"
    mail["To"] = "team@berg.example"
    mail["Subject"] = f"Late news on slips {marker}"
    mail["Message-ID"] = f"<{marker}@{tenant.domain}>"
    mail["Date"] = "Fri, 20 Nov 2026 08:15:00 +0000"
    mail.set_content("The go-live moves to week 6.\n" * 10)
    body = mail.as_bytes()
    signature = hmac.new(source["secret"].encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "message/rfc822", "X-Rapport-Signature": signature}
    answer = await client.post(source["url"], content=body, headers=headers)
    assert answer.is_success, answer.text
    taken[marker] = time.time()
