"""Forgetting closed workspaces: all that the notifier keeps of them goes, a batch at a time."""

import asyncio
from datetime import timedelta
from uuid import UUID

import asyncpg

from services.kit.backoff import pause
from services.kit.listening import CONNECTION_ERRORS
from services.kit.telemetry import logger
from services.notifier.store import Pool

ROUND_SECONDS = 5.0
BATCH = 5000
# Longer than any statement may take: what was being taken in when the workspace was closed has ended by then.
SETTLED = timedelta(minutes=1)

CLOSED = """
SELECT workspace_id, closed_at < now() - $1::interval AS is_settled FROM notifier.closed_workspaces
WHERE forgotten_at IS NULL ORDER BY closed_at
"""
# From the catalog, so that a later table is forgotten like the others.
TABLES = """
SELECT c.oid::regclass::text AS name FROM pg_class c
WHERE c.relnamespace = 'notifier'::regnamespace AND c.relkind = 'r' AND c.relname <> 'closed_workspaces'
  AND EXISTS (SELECT FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped)
ORDER BY 1
"""
FORGET = """
DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table} WHERE workspace_id = $1 LIMIT $2))
"""
FORGOTTEN = "UPDATE notifier.closed_workspaces SET forgotten_at = now() WHERE workspace_id = $1"

log = logger(__name__)


class Forgetting:
    """Looks every 5 s. One pass follows the closing, another a minute later takes what was under way then."""

    def __init__(self, pool: Pool, *, settled: timedelta = SETTLED) -> None:
        self._pool, self._settled = pool, settled

    async def run(self, stop: asyncio.Event, *, round_seconds: float = ROUND_SECONDS) -> None:
        """Forget until `stop`."""
        while not stop.is_set():
            try:
                await self.round()
            except (*CONNECTION_ERRORS, asyncpg.PostgresError) as error:
                log.warning("forgetting interrupted", error=repr(error))
            await pause(stop, round_seconds)

    async def round(self) -> None:
        """Forget every closed workspace of which something may be left."""
        for row in await self._pool.fetch(CLOSED, self._settled):
            rows = await self._forget(row["workspace_id"])
            if row["is_settled"] and not rows:
                await self._pool.execute(FORGOTTEN, row["workspace_id"])
                log.info("closed workspace forgotten", workspace_id=str(row["workspace_id"]))

    async def _forget(self, workspace_id: UUID) -> int:
        rows = 0
        for table in await self._pool.fetch(TABLES):
            # The name comes from the catalog, quoted where it has to be.
            statement = FORGET.format(table=table["name"])
            while True:
                # The command tag reads "DELETE <count>".
                gone = int((await self._pool.execute(statement, workspace_id, BATCH)).split()[-1])
                rows += gone
                if gone < BATCH:
                    break
        return rows
