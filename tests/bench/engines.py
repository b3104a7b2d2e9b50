"""The engines of the benchmarks, with the product's own settings; PostgreSQL keeps its rows between runs."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import asyncpg

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from deploy.local.product import ROOT

FOLDER = ROOT / ".cache" / "bench"
UNFINISHED = """
DELETE FROM rapport.inbound_messages WHERE status = 'received';
DELETE FROM notifier.deliveries WHERE status = 'pending';
DELETE FROM rapport.outbox;
DELETE FROM notifier.outbox;
"""
LARGE, SMALL = "rapport", "rapport_small"


@dataclass(frozen=True)
class BenchEngines:
    """Started servers, and the two databases: one large, one small."""

    postgres: PostgresServer
    nats: NatsServer

    async def make_small_database(self) -> None:
        """Create the second database where it is missing."""
        connection = await asyncpg.connect(self.postgres.dsn)
        try:
            if not await connection.fetchval("SELECT true FROM pg_database WHERE datname = $1", SMALL):
                await connection.execute(f"CREATE DATABASE {SMALL}")
        finally:
            await connection.close()

    async def forget_unfinished(self) -> None:
        """Drop the work that an earlier run left: it was sealed with that run's key, and is no part of this one."""
        connection = await asyncpg.connect(self.postgres.dsn_for(LARGE, is_superuser=True))
        try:
            await connection.execute(UNFINISHED)
        finally:
            await connection.close()


@contextlib.contextmanager
def bench_engines() -> Iterator[BenchEngines]:
    """PostgreSQL on the kept folder and a NATS that is thrown away."""
    with PostgresServer(FOLDER / "postgres") as postgres, NatsServer.temporary() as nats:
        yield BenchEngines(postgres, nats)
