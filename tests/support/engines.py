"""The engines a run stands on."""

from dataclasses import dataclass

import asyncpg

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer


@dataclass(frozen=True)
class Engines:
    """Started servers; PostgreSQL is migrated."""

    postgres: PostgresServer
    nats: NatsServer

    async def superuser(self) -> asyncpg.Connection:
        """A connection that sees past every fence, for a test to look behind the scenes. Close it."""
        return await asyncpg.connect(self.postgres.superuser_dsn)
