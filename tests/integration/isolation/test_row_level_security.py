"""R18: with raw SQL and the serving role, no workspace shows nothing, and one workspace shows only itself."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.kit.database import server_settings
from tests.support.builders import Furnished
from tests.support.engines import Engines

OWN = """
SELECT c.relname AS name, has_table_privilege(c.oid, 'INSERT') AS may_insert,
  has_table_privilege(c.oid, 'UPDATE') AS may_update, has_table_privilege(c.oid, 'DELETE') AS may_delete
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'rapport' AND c.relkind IN ('r', 'p', 'v') AND has_table_privilege(c.oid, 'SELECT')
  AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped)
ORDER BY 1
"""
# What PostgreSQL makes itself cannot be written.
WRITTEN = """
SELECT attname AS name FROM pg_attribute
WHERE attrelid = $1::text::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
"""
REFUSED = "42501"


@pytest.fixture
async def app_role(engines: Engines) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(engines.postgres.dsn, server_settings=server_settings("rapport_app", "tests"))
    yield connection
    await connection.close()


async def enter(connection: asyncpg.Connection, workspace_id: object) -> None:
    await connection.execute("SELECT set_config('app.workspace', $1, false)", str(workspace_id))


@pytest.mark.requirement("R18")
async def test_the_serving_role_is_neither_owner_nor_superuser(app_role: asyncpg.Connection) -> None:
    assert await app_role.fetchval("SELECT current_user") == "rapport_app"
    assert await app_role.fetchval("SHOW row_security") == "on"


@pytest.mark.requirement("R18")
@pytest.mark.parametrize("setting", [None, ""])
async def test_without_a_workspace_no_table_shows_a_row(
    setting: str | None, app_role: asyncpg.Connection, furnished: Furnished
) -> None:
    assert furnished.here.workspace_id
    if setting is not None:
        await enter(app_role, setting)
    for table in await app_role.fetch(OWN):
        assert await app_role.fetchval(f"SELECT count(*) FROM rapport.{table['name']}") == 0, table["name"]
    assert await app_role.fetchval("SELECT count(*) FROM rapport.workspaces") == 0


@pytest.mark.requirement("R18")
async def test_with_a_workspace_every_table_shows_its_rows_and_no_other(
    app_role: asyncpg.Connection, furnished: Furnished
) -> None:
    here, there = furnished.here.workspace_id, furnished.there.workspace_id
    held: dict[object, set[str]] = {}
    for workspace_id in (here, there):
        await enter(app_role, workspace_id)
        for table in await app_role.fetch(OWN):
            rows = await app_role.fetch(f"SELECT DISTINCT workspace_id FROM rapport.{table['name']}")
            assert {row["workspace_id"] for row in rows} <= {workspace_id}, table["name"]
            if rows:
                held.setdefault(workspace_id, set()).add(table["name"])
        assert [row["id"] for row in await app_role.fetch("SELECT id FROM rapport.workspaces")] == [workspace_id]
    # A fence around empty tables proves nothing.
    assert {"customers", "contacts", "members", "events", "search_entries", "api_keys"} <= held[here] & held[there]


@pytest.mark.requirement("R18")
async def test_rows_can_neither_be_moved_to_nor_written_into_another_workspace(
    app_role: asyncpg.Connection, furnished: Furnished
) -> None:
    here, there = furnished.here.workspace_id, furnished.there.workspace_id
    await enter(app_role, here)
    for table in await app_role.fetch(OWN):
        name = table["name"]
        if table["may_update"]:
            held = await app_role.fetchval(f"SELECT count(*) FROM rapport.{name}")
            if held:
                with pytest.raises(asyncpg.InsufficientPrivilegeError):
                    await app_role.execute(f"UPDATE rapport.{name} SET workspace_id = $1", there)
            status = await app_role.execute(
                f"UPDATE rapport.{name} SET workspace_id = $1 WHERE workspace_id = $2", here, there
            )
            assert status == "UPDATE 0", name
        if table["may_delete"]:
            status = await app_role.execute(f"DELETE FROM rapport.{name} WHERE workspace_id = $1", there)
            assert status == "DELETE 0", name
        if table["may_insert"] and await app_role.fetchval(f"SELECT count(*) FROM rapport.{name}"):
            columns = [row["name"] for row in await app_role.fetch(WRITTEN, f"rapport.{name}")]
            copied = ", ".join("$1" if column == "workspace_id" else column for column in columns)
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await app_role.execute(
                    f"INSERT INTO rapport.{name} ({', '.join(columns)}) OVERRIDING SYSTEM VALUE"
                    f" SELECT {copied} FROM rapport.{name} LIMIT 1",
                    there,
                )


@pytest.mark.requirement("R62")
async def test_the_event_log_can_be_added_to_and_not_rewritten(
    app_role: asyncpg.Connection, furnished: Furnished
) -> None:
    await enter(app_role, furnished.here.workspace_id)
    for statement in (
        "UPDATE rapport.events SET type = 'other'",
        "DELETE FROM rapport.events",
        "TRUNCATE rapport.events",
        "DELETE FROM rapport.outbox",
    ):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await app_role.execute(statement)
        assert refused.value.sqlstate == REFUSED
