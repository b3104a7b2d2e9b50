"""The session of a write transaction: SQLAlchemy's, which also writes what was gathered."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from services.kit.asking import Answers, Asked, together
from services.kit.gathering import Gathered
from services.kit.pool import DriverPool

DRIVER_ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
WORKSPACE_KEY, HOLDING_KEY = "workspace_id", "holding"
SET_WORKSPACE = text("SELECT set_config('app.workspace', :workspace, true)")
HOLD = text(
    "SELECT set_config('app.workspace', :workspace, true),"
    " pg_advisory_xact_lock(hashtextextended(:holding || ' ' || :workspace, 0))"
)


class FencedSession(Session):
    """A session that tells PostgreSQL its workspace at the start of every transaction."""


@event.listens_for(FencedSession, "after_begin")
def _set_workspace(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    workspace: UUID | None = session.info.get(WORKSPACE_KEY)
    if workspace is None:
        return
    if holding := session.info.get(HOLDING_KEY):
        connection.execute(HOLD, {"workspace": str(workspace), "holding": holding})
    else:
        connection.execute(SET_WORKSPACE, {"workspace": str(workspace)})


class WorkSession(AsyncSession):
    """A session that also keeps gathered rows. Like pending objects, they are written before anything is asked."""

    sync_session_class = FencedSession

    def __init__(self, *arguments: Any, driver: DriverPool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.gathered = Gathered()
        self._driver = driver

    if not TYPE_CHECKING:  # The checker keeps the overloads of AsyncSession.

        async def execute(self, *arguments: Any, **options: Any) -> Any:
            """Execute a statement, after what was gathered."""
            await self.settle()
            return await super().execute(*arguments, **options)

    async def settle(self) -> None:
        """Write what was gathered, after the pending objects that it may refer to."""
        if self.gathered:
            await self.flush()
            connection = await self.connection()
            sql, values = self.gathered.take()
            await connection.exec_driver_sql(sql, (str(self.info[WORKSPACE_KEY]), *values))

    async def ask(self, *asked: Asked[Any]) -> Answers:
        """Ask several questions in one statement, after what was gathered."""
        sql = together(tuple(one.question for one in asked))
        rows = await self.fetch(sql, *(value for one in asked for value in one.arguments()))
        return Answers(asked, list(rows[0]))

    async def fetch(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """Run a statement of the driver's own within the transaction, after what is pending and what was gathered."""
        await self.settle()
        if self.new or self.dirty or self.deleted:
            await self.flush()
        connection = await self.connection()
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        try:
            found: list[asyncpg.Record] = await driver.fetch(sql, *arguments)
        except DRIVER_ERRORS as error:
            raise _as_sqlalchemy(error)(sql, None, error) from error
        return found

    async def alone(self, sql: str, *arguments: Any) -> list[asyncpg.Record]:
        """Run a statement that is a transaction of its own and sets the workspace, `$1`, by itself; nothing of what
        else is done here belongs to it."""
        try:
            async with self._driver.connection() as connection:
                found: list[asyncpg.Record] = await connection.fetch(sql, self.info[WORKSPACE_KEY], *arguments)
        except DRIVER_ERRORS as error:
            raise _as_sqlalchemy(error)(sql, None, error) from error
        return found

    async def finish(self) -> None:
        """Write what is left, and commit.

        Where nothing else was asked or written, the one statement is the whole transaction: it commits by itself, and
        the session's own bookkeeping, which costs more than the statement, is not begun.
        """
        if self.in_transaction() or not self.gathered:
            await self.settle()
            await self.commit()
            return
        sql, values = self.gathered.take()
        try:
            async with self._driver.connection() as connection:
                await connection.fetch(sql, str(self.info[WORKSPACE_KEY]), *values)
        except DRIVER_ERRORS as error:
            raise _as_sqlalchemy(error)(sql, None, error) from error


def _as_sqlalchemy(error: Exception) -> type[DBAPIError]:
    if isinstance(error, asyncpg.IntegrityConstraintViolationError):
        return IntegrityError
    is_lost = isinstance(error, asyncpg.PostgresConnectionError | asyncpg.InterfaceError | asyncpg.InternalClientError)
    return OperationalError if is_lost else DBAPIError
