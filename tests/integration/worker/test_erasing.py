"""What a closed workspace held is erased, in every table of every schema, and nothing of another one."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from services.api.wiring import WORKER_ROLE
from services.api.worker.erasing import ERASE, GRACE, HEARD_WITHIN, LATE, Closed, Erasing
from services.contracts.events.delivery import DeliverySent
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.listening import direct_connection
from tests.integration.worker.conftest import DATABASE, Product, until
from tests.integration.worker.test_worker import introduce
from tests.support.any_rows import fill_every_table
from tests.support.catalog import WITHOUT_WORKSPACE
from tests.support.workspace import TestWorkspace

UUIDS = """
SELECT format('%I.%I', c.table_schema, c.table_name) AS table, c.column_name AS column
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE t.table_type = 'BASE TABLE' AND c.table_schema NOT IN ('pg_catalog', 'information_schema')
  AND c.data_type = 'uuid'
  AND NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = format('%I.%I', c.table_schema, c.table_name)::regclass)
"""
MARK = "notifier.closed_workspaces"
#: What stays of an erased workspace: that there was one, and that the notifier takes in nothing of it.
TOMBSTONES = {("rapport.workspaces", "id"), (MARK, "workspace_id")}


class Database:
    """The tables, seen past every fence."""

    def __init__(self, dsn: str, connection: asyncpg.Connection) -> None:
        self.dsn, self.connection = dsn, connection

    async def named(self, workspace_id: UUID) -> dict[tuple[str, str], int]:
        """In which columns of which tables an id stands, and how often."""
        found = {}
        for table, column in await self.connection.fetch(UUIDS):
            count = await self.connection.fetchval(f"SELECT count(*) FROM {table} WHERE {column} = $1", workspace_id)
            if count:
                found[table, column] = count
        return found

    async def close(self, workspace_id: UUID, *, ago: timedelta = timedelta(0)) -> None:
        """Close a workspace as if it had been so long ago; nobody says so."""
        statement = "UPDATE rapport.workspaces SET closed_at = now() - $2::interval WHERE id = $1"
        await self.connection.execute(statement, workspace_id, ago)

    async def hear(self, workspace_id: UUID) -> None:
        """Let the notifier know, without a notifier."""
        await self.connection.execute("INSERT INTO notifier.closed_workspaces VALUES ($1)", workspace_id)


@pytest.fixture
async def tables(servers: tuple[PostgresServer, NatsServer], own_database: str) -> AsyncIterator[Database]:
    postgres, _ = servers
    dsn = postgres.dsn_for(DATABASE, is_superuser=True)
    connection = await asyncpg.connect(dsn)
    yield Database(dsn, connection)
    await connection.close()


async def one_round(url: str, *, batch: int = 3) -> None:
    """One round of a worker of its own, whose batches are small."""
    erasing = Erasing(url=url, role=WORKER_ROLE, closed=set(), grace=timedelta(0), batch=batch)
    async with direct_connection(url, role=WORKER_ROLE, application="tests") as connection:
        await erasing.round(connection, asyncio.Event())


async def is_erased(product: Product, workspace_id: UUID) -> bool:
    sql = "SELECT 1 FROM rapport.workspaces WHERE id = $1 AND erased_at IS NOT NULL"
    return bool(await product.rows(sql, workspace_id))


async def is_gone(tables: Database, workspace_id: UUID) -> bool:
    """Whether nothing is left but the two marks, in the API's tables and the notifier's."""
    return (await tables.named(workspace_id)).keys() == TOMBSTONES


async def remove_demo(workspace: TestWorkspace, tables: Database) -> None:
    """Close a workspace over HTTP, as the demo's owner does."""
    await tables.connection.execute("UPDATE rapport.workspaces SET is_demo = true WHERE id = $1", workspace.id)
    answer = await workspace.client.post("/api/v1/workspace/close", json={})
    assert answer.status_code == 204, answer.text


async def test_a_row_in_every_table_is_erased_and_the_neighbours_rows_stay(product: Product, tables: Database) -> None:
    closed, neighbour = await product.workspaces.make(), await product.workspaces.make()
    for workspace in (closed, neighbour):
        await introduce(workspace)
        customer = await workspace.create("/customers", name="Northwind", domains=["northwind.example"])
        await workspace.create("/contacts", customer_id=customer["id"], name="Petri", emails=["p@northwind.example"])
        filled = await fill_every_table(tables.dsn, workspace_id=workspace.id, but=[MARK])
    async with product.worker(), product.notifier():
        await asyncio.sleep(1)
        before = await tables.named(neighbour.id)
        assert {table for table in filled if table not in WITHOUT_WORKSPACE} <= {table for table, _ in before}
        await remove_demo(closed, tables)
        await until(lambda: is_erased(product, closed.id), 30)
        await until(lambda: is_gone(tables, closed.id), 30)
    assert await tables.named(neighbour.id) == before
    (row,) = await product.rows("SELECT name, created_by, is_demo FROM rapport.workspaces WHERE id = $1", closed.id)
    assert tuple(row.values()) == ("", None, True)


async def test_a_table_that_a_later_migration_adds_is_erased_too(
    product: Product, tables: Database, own_database: str
) -> None:
    workspace = await product.workspaces.make()
    connection = await asyncpg.connect(own_database)
    await connection.execute("SET ROLE rapport_owner")
    try:
        await connection.execute("CREATE TABLE rapport.planted (workspace_id uuid NOT NULL, words text)")
        await connection.execute("INSERT INTO rapport.planted SELECT $1, 'w' FROM generate_series(1, 10)", workspace.id)
        await tables.close(workspace.id)
        await tables.hear(workspace.id)
        await one_round(own_database)
        assert await connection.fetchval("SELECT count(*) FROM rapport.planted") == 0
    finally:
        await connection.execute("DROP TABLE rapport.planted")
        await connection.close()


async def test_a_workspace_that_cannot_be_erased_keeps_no_other_waiting(
    product: Product, tables: Database, own_database: str
) -> None:
    stuck, other = await product.workspaces.make(), await product.workspaces.make()
    refuse = "RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not this one'; END $$"
    await tables.connection.execute(f"CREATE FUNCTION public.refuse() {refuse}")
    await tables.connection.execute(
        "CREATE TRIGGER refuse BEFORE DELETE ON rapport.members FOR EACH ROW"
        f" WHEN (OLD.workspace_id = '{stuck.id}') EXECUTE FUNCTION public.refuse()"
    )
    try:
        for workspace, ago in ((stuck, timedelta(minutes=2)), (other, timedelta(minutes=1))):
            await tables.close(workspace.id, ago=ago)
            await tables.hear(workspace.id)
        await one_round(own_database)
        assert await is_erased(product, other.id)
        assert not await is_erased(product, stuck.id)
    finally:
        await tables.connection.execute("DROP FUNCTION public.refuse() CASCADE")
    await one_round(own_database)
    assert await is_erased(product, stuck.id)


async def test_an_erasure_that_broke_off_is_taken_up_where_it_was(
    product: Product, tables: Database, own_database: str
) -> None:
    workspace = await product.workspaces.make()
    for number in range(20):
        await workspace.create("/customers", name=f"Customer {number}")
    await tables.close(workspace.id)
    await tables.hear(workspace.id)
    async with direct_connection(own_database, role=WORKER_ROLE, application="tests") as connection:
        assert await connection.fetchval(ERASE, workspace.id, True, 7) == 7
        # A worker that dies in a batch leaves nothing half done.
        died = connection.transaction()
        await died.start()
        assert await connection.fetchval(ERASE, workspace.id, True, 7) == 7
        # Nor do two work on one at once.
        async with direct_connection(own_database, role=WORKER_ROLE, application="tests") as other:
            assert await other.fetchval(ERASE, workspace.id, True, 7) is None
        await died.rollback()
    assert not await is_erased(product, workspace.id)
    await one_round(own_database)
    assert await is_erased(product, workspace.id)
    assert (await tables.named(workspace.id)).keys() == TOMBSTONES


async def test_only_the_worker_may_ask_and_an_open_workspace_loses_nothing(
    product: Product, tables: Database, own_database: str
) -> None:
    workspace = await product.workspaces.make()
    await workspace.create("/customers", name="Northwind")
    before = await tables.named(workspace.id)
    async with direct_connection(own_database, role=WORKER_ROLE, application="tests") as connection:
        assert await connection.fetchval(ERASE, workspace.id, True, 1000) is None
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("DELETE FROM rapport.events WHERE workspace_id = $1", workspace.id)
    assert await tables.named(workspace.id) == before
    await tables.close(workspace.id)
    for role in ("rapport_app", "rapport_notifier"):
        async with direct_connection(own_database, role=role, application="tests") as connection:
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.fetchval(ERASE, workspace.id, True, 1000)
    await tables.hear(workspace.id)
    await one_round(own_database)


async def test_accounts_that_belong_nowhere_else_go_with_the_workspace(
    product: Product, tables: Database, own_database: str
) -> None:
    workspace, other = await product.workspaces.make(), await product.workspaces.make()
    leaver, both = await workspace.join("member"), await workspace.join("member")
    await tables.connection.execute("UPDATE rapport.members SET left_at = now() WHERE user_id = $1", leaver.user_id)
    admit = """INSERT INTO rapport.members (workspace_id, user_id, role, email_notifications, created_at, updated_at,
      version) VALUES ($1, $2, 'member', true, now(), now(), 1)"""
    await tables.connection.execute(admit, other.id, both.user_id)
    last = "UPDATE rapport.users SET last_workspace_id = $2 WHERE id = $1"
    await tables.connection.execute(last, both.user_id, workspace.id)
    await tables.close(workspace.id)
    await tables.hear(workspace.id)
    await one_round(own_database, batch=1)
    ids = [workspace.owner.user_id, leaver.user_id, both.user_id, other.owner.user_id]
    stay = await product.rows("SELECT id, last_workspace_id FROM rapport.users WHERE id = ANY ($1)", ids)
    assert {row["id"] for row in stay} == {both.user_id, other.owner.user_id}
    assert all(row["last_workspace_id"] is None for row in stay)


async def test_what_tells_the_notifier_waits_for_it_and_the_rest_does_not_for_ever(
    product: Product, tables: Database, own_database: str
) -> None:
    workspace = await product.workspaces.make()
    await workspace.create("/customers", name="Northwind")
    await remove_demo(workspace, tables)
    await one_round(own_database)
    assert ("rapport.customers", "workspace_id") in await tables.named(workspace.id)
    await tables.close(workspace.id, ago=HEARD_WITHIN)
    await one_round(own_database)
    left = await tables.named(workspace.id)
    assert left.keys() - {("rapport.workspaces", "id"), ("rapport.events", "subject_id")} == {
        ("rapport.events", "workspace_id"),
        ("rapport.outbox", "workspace_id"),
    }
    assert max(left.values()) == 1
    assert not await is_erased(product, workspace.id)
    async with product.worker(), product.notifier():
        await until(lambda: is_gone(tables, workspace.id), 30)
    assert await is_erased(product, workspace.id)


async def test_what_is_said_late_leaves_no_trace(product: Product, tables: Database) -> None:
    workspace, neighbour = await product.workspaces.make(), await product.workspaces.make()
    for one in (workspace, neighbour):
        await introduce(one)
    async with product.worker(), product.notifier(), product.speaker() as speaker:
        await remove_demo(workspace, tables)
        await until(lambda: is_gone(tables, workspace.id), 30)
        for one in (workspace, neighbour):
            sent = DeliverySent(
                event_id=new_id(),
                event_type="interaction.recorded",
                recipient_user_id=one.owner.user_id,
                channel="in_app",
                link_kind="interaction",
                link_id=new_id(),
                title="Late",
            )
            await speaker.say(one.id, sent)
            await speaker.say_raw(one.id, "customer.created", {"name": "Late", "kind": "company"})

        async def is_told() -> bool:
            kept = await tables.named(neighbour.id)
            return {("rapport.notifications", "workspace_id"), ("notifier.customers", "workspace_id")} <= kept.keys()

        await until(is_told, 30)
        assert (await tables.named(workspace.id)).keys() == TOMBSTONES


async def test_what_was_under_way_and_came_after_the_erasure_goes_with_the_next_look(
    product: Product, tables: Database, own_database: str
) -> None:
    workspace = await product.workspaces.make()
    await tables.close(workspace.id)
    await tables.hear(workspace.id)
    await one_round(own_database)
    await fill_every_table(tables.dsn, workspace_id=workspace.id)
    await one_round(own_database)
    left = await tables.named(workspace.id)
    assert {place for place in left if place[0].startswith("rapport.")} == {("rapport.workspaces", "id")}
    for table in {place[0] for place in left if place[0].startswith("notifier.")}:
        await tables.connection.execute(f"DELETE FROM {table} WHERE workspace_id = $1", workspace.id)


def test_when_a_closed_workspace_is_due() -> None:
    at = now()

    def is_due(closed: timedelta, *, erased: timedelta | None = None, heard: bool = True, late: bool = False) -> bool:
        erased_at = None if erased is None else at - erased
        return Closed(new_id(), at - closed, erased_at, heard).is_due(at, late_too=late)

    assert not is_due(GRACE - timedelta(seconds=1))
    assert is_due(GRACE)
    assert not is_due(HEARD_WITHIN - timedelta(seconds=1), heard=False)
    assert is_due(HEARD_WITHIN, heard=False)
    assert not is_due(LATE, erased=LATE / 2)
    assert is_due(LATE, erased=LATE / 2, late=True)
    assert not is_due(2 * LATE, erased=LATE, late=True)
