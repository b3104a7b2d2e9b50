"""Reads in one round trip: the statement that sets the workspace is the statement that reads.

Each statement is compiled once. Its workspace predicate refers to `fence()`, a column of a materialised CTE that calls
`set_config`; row-level security then sees the same workspace. LATERAL, the correlation and the LIMIT are all needed:
without them PostgreSQL may read before the setting is there, and row-level security shows nothing.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import ColumnElement, Select, literal_column
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.dialects.postgresql import asyncpg as asyncpg_dialect

from services.kit.pool import DriverPool
from services.kit.problems import Invalid, Unavailable

#: What the driver raises when a connection has died, or its server has.
LOST = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresConnectionError, TimeoutError)

DIALECT = asyncpg_dialect.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


def fence() -> ColumnElement[UUID]:
    """The workspace of the read, as set by the statement itself."""
    return literal_column("s.w::uuid", PgUUID(as_uuid=True))


class Read:
    """A SELECT compiled once at import; run it with `Reader.rows`."""

    def __init__(self, statement: Select[*tuple[Any, ...]]) -> None:
        if statement._limit_clause is None:
            raise ValueError("a fenced read needs a LIMIT")
        compiled = statement.compile(dialect=DIALECT)
        self._names: Sequence[str] = tuple(compiled.positiontup or ())
        self._defaults = dict(compiled.params)
        own = f"${len(self._names) + 1}"
        self.sql = (
            f"WITH s AS MATERIALIZED (SELECT set_config('app.workspace', {own}::uuid::text, true) w)"  # noqa: S608 - compiled SQL, no values
            f" SELECT x.* FROM s CROSS JOIN LATERAL ({compiled.string}) x"
        )

    def arguments(self, workspace_id: UUID, values: dict[str, Any]) -> list[Any]:
        """Positional arguments in the order of the compiled statement."""
        defaults = self._defaults
        arguments = [values[name] if name in values else defaults[name] for name in self._names]
        arguments.append(workspace_id)
        return arguments


class Reader:
    """Runs single statements on autocommit connections, so nothing is left on them between uses."""

    def __init__(self, pool: DriverPool) -> None:
        self._pool = pool
        self.statements = 0

    async def rows(self, read: Read, workspace_id: UUID, **values: Any) -> list[asyncpg.Record]:
        """Run a read for one workspace.

        Raises:
            Unavailable: PostgreSQL cannot be reached, or the pool is busy for 5 s.
        """
        return await self.fetch(read.sql, *read.arguments(workspace_id, values))

    async def fetch(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """Run one statement; a connection found dead is replaced once."""
        self.statements += 1
        for attempt in (1, 2):
            try:
                async with self._pool.connection() as connection:
                    return await connection.fetch(sql, *arguments)
            except (asyncpg.DataError, ValueError, OverflowError) as error:
                raise Invalid("A value cannot be looked up as it is. Check it and try again.") from error
            except (asyncpg.QueryCanceledError, asyncpg.exceptions.LockNotAvailableError) as error:
                raise Unavailable("This took too long and was stopped. Narrow the request and try again.") from error
            except LOST as error:
                if attempt == 2 or isinstance(error, TimeoutError):
                    raise Unavailable from error
            except asyncpg.exceptions.OperatorInterventionError as error:
                if attempt == 2:
                    raise Unavailable from error
        raise Unavailable

    async def close(self) -> None:
        """Close the pool."""
        await self._pool.close()
