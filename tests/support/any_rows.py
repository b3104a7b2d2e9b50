"""A row in every table, made from the catalog alone, so that migrations meet data wherever they go."""

import re
from collections.abc import Collection
from uuid import UUID

import asyncpg

COLUMNS = """
SELECT c.table_schema || '.' || c.table_name AS table, c.column_name AS column, c.data_type AS type,
  coalesce((SELECT string_agg(pg_get_constraintdef(k.oid), ' AND ') FROM pg_constraint k
    WHERE k.contype = 'c' AND k.conrelid = format('%I.%I', c.table_schema, c.table_name)::regclass), '') AS checks
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema IN ('rapport', 'notifier') AND t.table_type = 'BASE TABLE' AND c.table_name <> 'alembic_version'
  AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = format('%I.%I', c.table_schema, c.table_name)::regclass)
  AND c.is_nullable = 'NO' AND c.is_generated = 'NEVER' AND c.identity_generation IS NULL AND c.column_default IS NULL
ORDER BY 1
"""
VALUES = {
    "uuid": "uuidv7()",
    "text": "'some'",
    "boolean": "false",
    "integer": "1",
    "smallint": "1",
    "bigint": "1",
    "double precision": "1",
    "numeric": "1",
    "date": "current_date",
    "timestamp with time zone": "now()",
    "jsonb": "'{}'",
    "bytea": "'\\x00'",
    "ARRAY": "'{}'",
}

#: Columns that may be empty, where a check wants one of them filled.
CHOSEN = {"rapport.comments": ["customer_id"], "rapport.watchers": ["customer_id"]}


async def fill_every_table(
    superuser_dsn: str, *, workspace_id: UUID | None = None, but: Collection[str] = ()
) -> list[str]:
    """Insert one row into each table, all of one workspace where it is given; foreign keys and triggers look away.

    `but` names tables to leave alone. Returns the names of the tables.
    """
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await connection.execute("SET session_replication_role = replica")
        tables: dict[str, dict[str, str]] = {}
        for row in await connection.fetch(COLUMNS):
            if row["table"] in but:
                continue
            tables.setdefault(row["table"], {})[row["column"]] = _value(row["column"], row["type"], row["checks"])
        for table, needed in tables.items():
            values = needed | dict.fromkeys(CHOSEN.get(table, ()), VALUES["uuid"])
            if workspace_id is not None and "workspace_id" in values:
                values["workspace_id"] = f"'{workspace_id}'"
            columns = ", ".join(f'"{name}"' for name in values)
            row = ", ".join(values.values())
            await connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({row}) ON CONFLICT DO NOTHING")
        return sorted(tables)
    finally:
        await connection.close()


def _value(column: str, kind: str, checks: str) -> str:
    """A value of the type; of a closed list, its first word."""
    listed = re.search(rf"\(?{column} = ANY \(\(?ARRAY\['([^']+)'", checks)
    return f"'{listed[1]}'" if listed else VALUES[kind]
