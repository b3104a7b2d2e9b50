"""Erases what closed workspaces held, a batch at a time, and knows which are closed."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg
from prometheus_client import Gauge

from services.kit.backoff import pause
from services.kit.clock import now
from services.kit.listening import CONNECTION_ERRORS, direct_connection
from services.kit.telemetry import logger

ROUND_SECONDS = 5.0
BATCH = 2000
#: Longer than any request of the serving role may take: what was under way when the workspace was closed has ended.
GRACE = timedelta(seconds=20)
#: So long the notifier is waited for; then only what tells it of the closing stays until it has heard.
HEARD_WITHIN = timedelta(hours=1)
#: Longer than the broker keeps an event: until then something late may come in, and is erased hourly.
LATE = timedelta(days=2)
LATE_EVERY = timedelta(hours=1)

# The worker sees closed workspaces and no others.
CLOSED = """
SELECT w.id, w.closed_at, w.erased_at,
  EXISTS (SELECT FROM notifier.closed_workspaces c WHERE c.workspace_id = w.id) AS is_heard
FROM rapport.workspaces w WHERE w.closed_at IS NOT NULL ORDER BY w.closed_at
"""
LEFT = "SELECT count(*) FROM rapport.workspaces WHERE closed_at IS NOT NULL AND erased_at IS NULL"
ERASE = "SELECT rapport.erase_closed_workspace($1, $2, $3)"

TO_ERASE = Gauge("workspaces_to_erase", "Closed workspaces that are not erased yet.", multiprocess_mode="mostrecent")

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed workspace: since when, whether all of it was erased, and whether the notifier has heard of it."""

    id: UUID
    closed_at: datetime
    erased_at: datetime | None
    is_heard: bool

    def is_due(self, at: datetime, *, grace: timedelta = GRACE, late_too: bool) -> bool:
        """Whether there is something to erase now; `late_too` also asks for what came in after the erasure."""
        if self.erased_at is not None:
            return late_too and at - self.erased_at < LATE
        return at - self.closed_at >= (grace if self.is_heard else HEARD_WITHIN)


class Erasing:
    """Looks every 5 s for what is to be erased.

    `closed` is the set of all closed workspaces, kept up to date for others: a round is shorter than the grace before
    an erasure, so whoever asks it meets no row that is being erased.
    """

    def __init__(self, *, url: str, role: str, closed: set[UUID], grace: timedelta = GRACE, batch: int = BATCH) -> None:
        self._url, self._role = url, role
        self._closed, self._grace, self._batch = closed, grace, batch
        self._late_at: datetime | None = None

    async def run(self, stop: asyncio.Event, *, round_seconds: float = ROUND_SECONDS) -> None:
        """Erase each round until `stop`; a round that is interrupted is taken up by the next."""
        while not stop.is_set():
            try:
                async with direct_connection(self._url, role=self._role, application="erasing") as connection:
                    await self.round(connection, stop)
            except CONNECTION_ERRORS as error:
                log.warning("erasing interrupted", error=repr(error))
            await pause(stop, round_seconds)

    async def round(self, connection: asyncpg.Connection, stop: asyncio.Event) -> None:
        """Erase everything that is due, one bounded transaction after the other."""
        at = now()
        late_too = self._late_at is None or at - self._late_at >= LATE_EVERY
        known = [Closed(*row.values()) for row in await connection.fetch(CLOSED)]
        self._closed.update(one.id for one in known)
        for one in known:
            if not one.is_due(at, grace=self._grace, late_too=late_too):
                continue
            try:
                await self._erase(connection, one, stop)
            except CONNECTION_ERRORS:
                raise
            except asyncpg.PostgresError:
                # The next round tries again; meanwhile it keeps neither the others nor this process waiting.
                log.exception("closed workspace not erased", workspace_id=str(one.id))
        if late_too:
            self._late_at = at
        TO_ERASE.set(await connection.fetchval(LEFT))

    async def _erase(self, connection: asyncpg.Connection, one: Closed, stop: asyncio.Event) -> None:
        rows = 0
        while not stop.is_set():
            erased: int | None = await connection.fetchval(ERASE, one.id, one.is_heard, self._batch)
            rows += erased or 0
            if not erased:
                break
        if rows or one.erased_at is None:
            log.info("closed workspace erased", workspace_id=str(one.id), rows=rows, is_heard=one.is_heard)
