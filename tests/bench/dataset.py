"""Loading the rows: COPY for what people and mails brought, one statement each for what the product derives of it."""

import hashlib
import itertools
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import asyncpg

from services.api.migrate import migrate_url
from services.kit.ids import id_floor
from tests.bench.derived import DERIVED, LARGE_TABLES, LAST_CONTACT
from tests.bench.rows import FIRST_DAY, NOW, Ids, Rows

BATCH = 50_000
OWN_TABLES = """
CREATE SCHEMA bench;
CREATE TABLE bench.loaded (fingerprint text NOT NULL);
CREATE TABLE bench.tokens (
  token_hash bytea PRIMARY KEY, workspace_id uuid NOT NULL, user_id uuid NOT NULL, expires_at timestamptz NOT NULL);
"""
SESSION = """
SET session_replication_role = replica; SET synchronous_commit = off; SET maintenance_work_mem = '1GB';
SET max_parallel_maintenance_workers = 2; SET work_mem = '256MB'
"""
INDEXES = """
SELECT i.schemaname || '.' || i.indexname AS name, i.indexdef AS statement FROM pg_indexes i
WHERE i.schemaname = 'rapport' AND i.tablename = ANY($1)
  AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)
"""
# What a run itself wrote has ids from after the last loaded day.
WRITTEN_BY_RUNS = (
    ("timeline_entries", "thing_id"), ("search_entries", "thing_id"), ("interaction_participants", "interaction_id"),
    ("interactions", "id"), ("events", "id"), ("outbox", "event_id"), ("event_positions", "event_id"),
)  # fmt: skip


def fingerprint(interactions: int) -> str:
    """Changes with the rows and with what is derived of them, not with how their source is laid out."""
    rows = Rows(interactions)
    sample = [rows.users(), rows.customers(), rows.contacts(), rows.projects(), rows.tasks()]
    said = repr((sample, list(itertools.islice(rows.exchanges(), 100)), [" ".join(sql.split()) for _, sql in DERIVED]))
    return hashlib.sha256(said.encode()).hexdigest()


async def ready_database(dsn: str, owner_dsn: str, interactions: int) -> Ids:
    """Migrate and load, unless an earlier run did; `dsn` is the superuser's. Returns the ids of the workspace."""
    wanted = fingerprint(interactions)
    connection = await asyncpg.connect(dsn)
    try:
        if await _loaded(connection) != wanted:
            await _forget(connection)
            await migrate_url(owner_dsn)
            await _load(connection, Rows(interactions))
            await connection.execute("INSERT INTO bench.loaded VALUES ($1)", wanted)
        else:
            await migrate_url(owner_dsn)
            await _clean(connection)
        return await _ids(connection)
    finally:
        await connection.close()


async def _loaded(connection: asyncpg.Connection) -> str | None:
    try:
        found: str | None = await connection.fetchval("SELECT fingerprint FROM bench.loaded")
    except asyncpg.UndefinedTableError:
        return None
    return found


async def _forget(connection: asyncpg.Connection) -> None:
    for schema in ("bench", "rapport", "notifier"):
        await connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE")


async def _clean(connection: asyncpg.Connection) -> None:
    await connection.execute("SET session_replication_role = replica")
    for table, column in WRITTEN_BY_RUNS:
        await connection.execute(f"DELETE FROM rapport.{table} WHERE {column} >= $1", id_floor(NOW + timedelta(days=1)))
    await connection.execute("TRUNCATE rapport.idempotency_keys, bench.tokens")
    await connection.execute("SET session_replication_role = origin")


async def _load(connection: asyncpg.Connection, rows: Rows) -> None:
    started = time.monotonic()
    await connection.execute(OWN_TABLES)
    await connection.execute(SESSION)
    await _load_people(connection, rows)
    indexes = await connection.fetch(INDEXES, LARGE_TABLES)
    for index in indexes:
        await connection.execute(f"DROP INDEX {index['name']}")
    await _load_interactions(connection, rows)
    for name, statement in DERIVED:
        await connection.execute(statement, timeout=1800)
        _say(f"  {name} after {time.monotonic() - started:.0f} s")
    for index in indexes:
        await connection.execute(index["statement"], timeout=1800)
    await connection.execute(LAST_CONTACT, timeout=600)
    await connection.execute("VACUUM (ANALYZE)", timeout=1800)
    _say(f"  {rows.interactions:,} interactions ready after {time.monotonic() - started:.0f} s")


async def _load_people(connection: asyncpg.Connection, rows: Rows) -> None:
    workspace = rows.ids.workspace
    await _copy(
        connection, "users", ("id", "email", "name", "password_hash", "token_version"), rows.users(), stamped=True
    )
    owner = rows.ids.members[0]
    await _copy(
        connection,
        "workspaces",
        ("id", "name", "created_by", "version"),
        [(workspace, "Bench", owner, 1)],
        stamped=True,
    )
    members = [(workspace, one, "owner" if one == owner else "member", True, 1) for one in rows.ids.members]
    columns = ("workspace_id", "user_id", "role", "email_notifications", "version")
    await _copy(connection, "members", columns, members, stamped=True)
    columns = ("id", "name", "owner_id", "website", "domains", "tags", "custom")
    await _own(
        connection, rows, "customers", columns, rows.customers(),
        kind="company", external_refs="[]", version=1,
    )  # fmt: skip
    await _own(
        connection, rows, "contacts", ("id", "customer_id", "name", "emails", "phones", "title"), rows.contacts(),
        external_refs="[]", version=1,
    )  # fmt: skip
    await _own(
        connection, rows, "projects", ("id", "name", "key", "status", "manager_id"), rows.projects(),
        priorities=[], is_private=False, external_refs="[]", version=1,
    )  # fmt: skip
    pairs = [(workspace, *pair) for pair in rows.project_customers()]
    await _copy(connection, "project_customers", ("workspace_id", "project_id", "customer_id"), pairs)
    columns = ("id", "project_id", "title", "description", "status", "assignee_id", "due_on", "estimate_likely", "rank")
    await _own(connection, rows, "tasks", columns, rows.tasks(), percent_complete=0, external_refs="[]", version=1)


async def _load_interactions(connection: asyncpg.Connection, rows: Rows) -> None:
    columns = (
        "id", "channel", "direction", "occurred_at", "subject", "text", "snippet", "customer_id", "contact_id",
        "author_id", "thread_id", "external_id", "matched_by",
    )  # fmt: skip
    exchanges = rows.exchanges()
    while batch := list(itertools.islice(exchanges, BATCH)):
        await _own(connection, rows, "interactions", columns, batch, is_automatic=False, version=1)


async def _own(
    connection: asyncpg.Connection,
    rows: Rows,
    table: str,
    columns: Sequence[str],
    records: Sequence[tuple[Any, ...]],
    **constants: Any,
) -> None:
    """COPY rows of the workspace that all have some values in common."""
    same = tuple(constants.values())
    whole = [(rows.ids.workspace, *record, *same) for record in records]
    await _copy(connection, table, ("workspace_id", *columns, *constants), whole, stamped=True)


async def _copy(
    connection: asyncpg.Connection,
    table: str,
    columns: Sequence[str],
    records: Iterable[tuple[Any, ...]],
    *,
    stamped: bool = False,
) -> None:
    stamps: tuple[Any, ...] = (FIRST_DAY, FIRST_DAY) if stamped else ()
    names = [*columns, *(("created_at", "updated_at") if stamped else ())]
    await connection.copy_records_to_table(
        table, schema_name="rapport", columns=names, records=(record + stamps for record in records), timeout=600
    )


async def _ids(connection: asyncpg.Connection) -> Ids:
    workspace = await connection.fetchval("SELECT id FROM rapport.workspaces ORDER BY id LIMIT 1")

    async def of(table: str, column: str = "id") -> list[Any]:
        found = await connection.fetch(
            f"SELECT {column} FROM rapport.{table} WHERE workspace_id = $1 ORDER BY 1", workspace
        )
        return [row[0] for row in found]

    owner = await connection.fetchval("SELECT created_by FROM rapport.workspaces WHERE id = $1", workspace)
    members = [owner, *(one for one in await of("members", "user_id") if one != owner)]
    return Ids(workspace, members, await of("customers"), await of("contacts"), await of("projects"))


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()
