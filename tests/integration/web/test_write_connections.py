"""A write finds a living connection though PostgreSQL has closed the pooled ones."""

import asyncio

from sqlalchemy import text

from services.kit.actor import system_actor
from services.kit.database import Database
from services.kit.ids import new_id
from tests.support.engines import Engines


async def test_a_closed_connection_is_replaced_before_the_next_write(engines: Engines) -> None:
    database = Database(engines.postgres.dsn, role="rapport_app", application="rapport-write-connections", pool_size=2)
    superuser = await engines.superuser()
    try:
        first = await _backend(database)
        assert await _backend(database) == first
        assert await superuser.fetchval("SELECT pg_terminate_backend($1, 5000)", first)
        # The driver hears of the closed socket on the next turn of the loop.
        await asyncio.sleep(0.05)
        assert await _backend(database) != first
    finally:
        await superuser.close()
        await database.close()


async def _backend(database: Database) -> int:
    async with database.work(system_actor(new_id()), correlation_id="write-connections") as work:
        found: int = (await work.session.execute(text("SELECT pg_backend_pid()"))).scalar_one()
        return found
