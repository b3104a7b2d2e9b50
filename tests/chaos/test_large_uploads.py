"""R36: fifty bodies just under the limit at once leave the API small, and the rest of it at hand."""

import asyncio
import hashlib
import hmac
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx2
import pytest

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from services.api.migrate import migrate_url
from tests.bench.memory import resident_mib
from tests.bench.posting import open_source
from tests.support.assurance.recording import FigureTaker
from tests.support.product_processes import ProductProcesses
from tests.support.tenants import open_tenant

UPLOADS, BYTES = 50, 24 * 1024 * 1024
# Large enough for the way that large ones take, so that what is loaded for it once does not count as growth.
WARM_UPLOADS, WARM_BYTES = 20, 600 * 1024
MOST_GROWTH_MB = 100.0
MB_PER_MIB = 1.048576


@asynccontextmanager
async def api(folder: Path) -> AsyncIterator[ProductProcesses]:
    """The API alone, as it is started by `make run`, on engines of its own."""
    with PostgresServer.temporary() as postgres, NatsServer.temporary() as nats:
        await migrate_url(postgres.dsn)
        processes = ProductProcesses(postgres.dsn, nats.url, "smtp://127.0.0.1:9", folder)
        try:
            processes.start("api")
            processes.wait_until_ready()
            yield processes
        finally:
            processes.stop()


def mail(number: int, size: int) -> bytes:
    """A mail that differs from the others in its beginning and its end."""
    head = f"From: petri@north.example\r\nTo: team@berg.example\r\nSubject: {number}\r\n\r\n".encode()
    return head + b"x" * size + f"\r\n{number}\r\n".encode()


async def stored(processes: ProductProcesses) -> set[str]:
    """The digests of the large bodies as PostgreSQL has them."""
    connection = await asyncpg.connect(processes.database_url)
    try:
        await connection.execute("SET ROLE rapport_owner")
        rows = await connection.fetch(
            "SELECT encode(sha256(body), 'hex') AS digest FROM rapport.inbound_messages WHERE size > $1", BYTES
        )
    finally:
        await connection.close()
    return {row["digest"] for row in rows}


async def post(client: httpx2.AsyncClient, source: dict[str, Any], number: int, size: int) -> int:
    """One mail of this size; the status of the answer."""
    body = mail(number, size)
    signature = hmac.new(source["secret"].encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "message/rfc822", "X-Rapport-Signature": signature}
    return (await client.post(source["url"], content=body, headers=headers)).status_code


@asynccontextmanager
async def watched(client: httpx2.AsyncClient, processes: ProductProcesses) -> AsyncIterator[list[tuple[float, float]]]:
    """Memory of the API in MB, and how long another route took just then."""
    seen: list[tuple[float, float]] = []

    async def look() -> None:
        while True:
            asked = time.monotonic()
            (await client.get("/readyz")).raise_for_status()
            seconds = time.monotonic() - asked
            seen.append((resident_mib({"api": processes.pid("api")})["api"] * MB_PER_MIB, seconds))
            await asyncio.sleep(0.1)

    looking = asyncio.create_task(look())
    try:
        yield seen
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking


@pytest.mark.requirement("R36")
async def test_fifty_large_bodies_at_once_leave_the_api_small(tmp_path: Path, figure: FigureTaker) -> None:
    async with api(tmp_path) as processes, httpx2.AsyncClient(base_url=processes.url, timeout=300) as client:
        source = await open_source(client, await open_tenant(client))
        for number in range(WARM_UPLOADS):
            assert await post(client, source, -number, WARM_BYTES) == 202
        before = resident_mib({"api": processes.pid("api")})["api"] * MB_PER_MIB
        async with watched(client, processes) as seen:
            answers = await asyncio.gather(*(post(client, source, number, BYTES) for number in range(UPLOADS)))
        kept = await stored(processes)
    growth = max(memory for memory, _ in seen) - before
    figure("R36", "uploads of 24 MiB at once", UPLOADS)
    figure("R36", "growth of the API's memory in MB", growth)
    figure("R36", "slowest answer of another route meanwhile in s", max(seconds for _, seconds in seen))

    assert Counter(answers) == {202: UPLOADS}
    assert kept == {hashlib.sha256(mail(number, BYTES)).hexdigest() for number in range(UPLOADS)}
    assert growth <= MOST_GROWTH_MB
