"""R18, R19: the catalog itself says that workspaces cannot mix; each rule is shown to notice a planted violation."""

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest

from tests.support import catalog
from tests.support.engines import Engines

Rule = Callable[[asyncpg.Connection], Awaitable[list[str]]]


@pytest.fixture
async def superuser(engines: Engines) -> AsyncIterator[asyncpg.Connection]:
    connection = await engines.superuser()
    yield connection
    await connection.close()


PLANTED: dict[str, tuple[Rule, list[str], str]] = {
    "a table without row-level security": (
        catalog.unfenced_tables,
        ["CREATE TABLE rapport.planted (workspace_id uuid)"],
        "rapport.planted does not force row-level security",
    ),
    "row-level security that its owner escapes": (
        catalog.unfenced_tables,
        ["CREATE TABLE rapport.planted (workspace_id uuid)", "ALTER TABLE rapport.planted ENABLE ROW LEVEL SECURITY"],
        "rapport.planted does not force row-level security",
    ),
    "a table without a workspace": (
        catalog.unfenced_tables,
        ["CREATE TABLE rapport.planted (id uuid)"],
        "rapport.planted has no workspace_id",
    ),
    "a table that the serving role owns": (
        catalog.unfenced_tables,
        ["CREATE TABLE rapport.planted (workspace_id uuid)", "ALTER TABLE rapport.planted OWNER TO rapport_app"],
        "rapport.planted is owned by rapport_app",
    ),
    "a partition that is granted by itself": (
        catalog.unfenced_tables,
        ["GRANT SELECT ON rapport.events_first TO rapport_app"],
        "rapport.events_first can be reached past its parent's policies",
    ),
    "a policy for everybody": (
        catalog.wide_policies,
        ["CREATE POLICY planted ON rapport.customers USING (true)"],
        "rapport.customers: planted for -",
    ),
    "a policy that takes rows of any workspace": (
        catalog.wide_policies,
        ["CREATE POLICY planted ON rapport.customers FOR INSERT TO rapport_app WITH CHECK (true)"],
        "rapport.customers: planted for rapport_app",
    ),
    "a view with its owner's rights": (
        catalog.views_of_their_owner,
        ["CREATE VIEW rapport.planted AS SELECT * FROM rapport.customers"],
        "rapport.planted",
    ),
    "a foreign key without the workspace": (
        catalog.loose_foreign_keys,
        [
            "CREATE UNIQUE INDEX planted ON rapport.customers (id)",
            "ALTER TABLE rapport.contacts ADD CONSTRAINT planted FOREIGN KEY (customer_id)"
            " REFERENCES rapport.customers (id)",
        ],
        "rapport.contacts planted: FOREIGN KEY (customer_id) REFERENCES rapport.customers(id)",
    ),
    "a unique index over all workspaces": (
        catalog.loose_unique_indexes,
        ["CREATE UNIQUE INDEX planted ON rapport.projects (id)"],
        "rapport.planted",
    ),
    "a serving role that passes every fence": (
        catalog.mighty_roles,
        ["ALTER ROLE rapport_worker BYPASSRLS"],
        "rapport_worker",
    ),
}


@pytest.mark.requirement("R18", "R19")
@pytest.mark.parametrize("rule", dict.fromkeys(rule for rule, _, _ in PLANTED.values()))
async def test_the_schema_keeps_the_rule(rule: Rule, superuser: asyncpg.Connection) -> None:
    assert await rule(superuser) == []


@pytest.mark.requirement("R18", "R19")
async def test_no_exemption_outlives_its_reason(superuser: asyncpg.Connection) -> None:
    assert await catalog.unused_exemptions(superuser) == []


@pytest.mark.requirement("R18", "R19")
@pytest.mark.parametrize("name", sorted(PLANTED))
async def test_the_rule_notices(name: str, superuser: asyncpg.Connection) -> None:
    rule, statements, expected = PLANTED[name]
    planted = superuser.transaction()
    await planted.start()
    try:
        await superuser.execute("SET LOCAL lock_timeout = '10s'")
        for statement in statements:
            await superuser.execute(statement)
        assert expected in await rule(superuser)
    finally:
        await planted.rollback()
