"""The product on fresh engines under load, with a hand that kills."""

import asyncio
import contextlib
import os
import random
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from services.api.migrate import migrate_url
from tests.support.load import WriteLoad
from tests.support.product_processes import FACTORY, ProductProcesses
from tests.support.smtp_sink import SmtpSink
from tests.support.tenants import Tenant, open_tenant
from tests.support.waiting import waited_for_a_processor

TENANTS = 5
BACKGROUND = ("worker", "notifier")
WARM_SECONDS = 1.0
RECOVERY_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Recovery:
    """Seconds from a restart to the first acknowledged write, and how many of them the API had no processor."""

    seconds: float
    waited: float

    @property
    def own(self) -> float:
        """What it would have taken on a machine that does nothing else."""
        return self.seconds - self.waited

    def __str__(self) -> str:
        return f"{self.seconds:.1f} s ({self.waited:.1f} without a processor)"


@dataclass
class Scenario:
    """Everything that runs, and what was seen of it."""

    postgres: PostgresServer
    nats: NatsServer
    processes: ProductProcesses
    sink: SmtpSink
    load: WriteLoad
    seed: int
    recoveries: list[Recovery] = field(default_factory=list)

    async def kill_api(self, times: int) -> None:
        """Kill the API at random moments under load and start it again at once; keep how long the first 2xx took."""
        chance = random.Random(self.seed)
        for _ in range(times):
            await asyncio.sleep(chance.uniform(1.0, 4.0))
            self.processes.kill("api")
            restarted = time.monotonic()
            self.processes.start("api")
            seconds = await self._first_acknowledged(restarted)
            self.recoveries.append(Recovery(seconds, waited_for_a_processor(self.processes.pid("api"))))

    async def kill_postgres(self, times: int) -> None:
        """Kill the postmaster at random moments; keep how long after it was back the first write was acknowledged."""
        chance = random.Random(self.seed)
        for _ in range(times):
            await asyncio.sleep(chance.uniform(2.0, 4.0))
            self.postgres.kill()
            await asyncio.sleep(chance.uniform(0.5, 1.5))
            # In this thread: the server ends with the thread that started it.
            self.postgres.start()
            back, waited = time.monotonic(), waited_for_a_processor(self.processes.pid("api"))
            seconds = await self._first_acknowledged(back)
            self.recoveries.append(Recovery(seconds, waited_for_a_processor(self.processes.pid("api")) - waited))

    async def kill_notifier(self, times: int) -> None:
        """Kill the notifier at random moments and start it again; each next kill finds it sending."""
        chance = random.Random(self.seed)
        for _ in range(times):
            await self.sink.wait_for(len(self.sink.mails) + 3, RECOVERY_SECONDS)
            await asyncio.sleep(chance.uniform(0.0, 1.0))
            self.processes.kill("notifier")
            self.processes.start("notifier")

    async def _first_acknowledged(self, since: float) -> float:
        while time.monotonic() < since + RECOVERY_SECONDS:
            found = self.load.first_after(since)
            if found is not None:
                return found
            await asyncio.sleep(0.02)
        return RECOVERY_SECONDS


@contextlib.asynccontextmanager
async def under_load(
    folder: Path, *, factory: str = FACTORY, background: tuple[str, ...] = BACKGROUND, rate: float = 200.0
) -> AsyncIterator[Scenario]:
    """Start everything, write at `rate`; leaving ends the load and then the product."""
    seed = int(os.environ.get("CHAOS_SEED") or random.SystemRandom().randrange(1_000_000))
    sys.stdout.write(f"\nCHAOS_SEED={seed}\n")
    with PostgresServer.temporary() as postgres, NatsServer.temporary() as nats, SmtpSink() as sink:
        await migrate_url(postgres.dsn)
        processes = ProductProcesses(postgres.dsn, nats.url, sink.url, folder, factory=factory)
        try:
            processes.start("api", *background)
            await asyncio.to_thread(processes.wait_until_ready)
            load = WriteLoad(processes.url, await _tenants(processes.url), folder / "clients.log", rate=rate, seed=seed)
            yield Scenario(postgres, nats, processes, sink, load, seed)
        finally:
            await asyncio.to_thread(processes.stop)


@contextlib.asynccontextmanager
async def writing(load: WriteLoad) -> AsyncIterator[None]:
    """The load runs inside and has ended after."""
    running = asyncio.create_task(load.run())
    try:
        await asyncio.sleep(WARM_SECONDS)
        yield
    finally:
        load.stop()
        await running


async def _tenants(url: str) -> list[Tenant]:
    async with httpx2.AsyncClient(base_url=url, timeout=30) as client:
        return [await open_tenant(client) for _ in range(TENANTS)]
