"""What is swept, and what stays."""

from datetime import UTC, datetime
from uuid import UUID

import asyncpg
import pytest

from services.api.wiring import WORKER_ROLE
from services.api.worker.housekeeping import sweep
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.listening import direct_connection

KEY = """
INSERT INTO rapport.idempotency_keys (workspace_id, actor_id, route, key, body_digest, created_at)
VALUES ($1, $1, 'POST /x', $2, '', now() - make_interval(hours => $3))
"""
SEEN = """
INSERT INTO rapport.consumed_events (workspace_id, consumer, event_id, consumed_at)
VALUES ($1, 'receipts', $2, now() - make_interval(days => $3))
"""
PARTITIONS = "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' AND relname LIKE 'events_%'"


@pytest.fixture
async def owner_connection(own_database: str) -> asyncpg.Connection:
    connection = await asyncpg.connect(own_database)
    await connection.execute("SET ROLE rapport_owner")
    return connection


async def once(own_database: str) -> None:
    """One sweep, as the worker does it."""
    async with direct_connection(own_database, role=WORKER_ROLE, application="tests") as connection:
        await sweep(connection)


async def test_old_keys_go_and_those_of_today_stay(own_database: str, owner_connection: asyncpg.Connection) -> None:
    workspace_id = new_id()
    await owner_connection.execute(KEY, workspace_id, "old", 25)
    await owner_connection.execute(KEY, workspace_id, "fresh", 23)

    await once(own_database)

    rows = await owner_connection.fetch(
        "SELECT key FROM rapport.idempotency_keys WHERE workspace_id = $1", workspace_id
    )
    await owner_connection.close()
    assert [row["key"] for row in rows] == ["fresh"]


async def test_the_inbox_outlives_what_could_come_again(
    own_database: str, owner_connection: asyncpg.Connection
) -> None:
    workspace_id = new_id()
    ids: dict[str, UUID] = {"old": new_id(), "recent": new_id()}
    await owner_connection.execute(SEEN, workspace_id, ids["old"], 61)
    await owner_connection.execute(SEEN, workspace_id, ids["recent"], 59)

    await once(own_database)

    rows = await owner_connection.fetch(
        "SELECT event_id FROM rapport.consumed_events WHERE workspace_id = $1", workspace_id
    )
    await owner_connection.close()
    assert [row["event_id"] for row in rows] == [ids["recent"]]


async def test_partitions_stand_three_months_ahead(own_database: str, owner_connection: asyncpg.Connection) -> None:
    await once(own_database)
    await once(own_database)

    names = {row["relname"] for row in await owner_connection.fetch(PARTITIONS)}
    await owner_connection.close()
    month = now().year * 12 + now().month - 1
    ahead = [datetime((month + step) // 12, (month + step) % 12 + 1, 1, tzinfo=UTC) for step in (1, 2, 3)]
    assert {f"events_{first:%Y_%m}" for first in ahead} <= names
