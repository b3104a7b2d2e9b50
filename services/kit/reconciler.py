"""The reconciler: what the other side has not seen is published again, what it has seen may be forgotten in time.

A broker's acknowledgement proves nothing for good (a wiped store, a lost disk); only the other side's inbox does.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg

from services.kit.backoff import pause
from services.kit.clock import now
from services.kit.listening import CONNECTION_ERRORS, direct_connection
from services.kit.metrics import REPUBLISHED
from services.kit.telemetry import logger

ROUND_SECONDS = 60.0
BATCH = 5000

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """What one schema's events are compared with: a view `(event_id, workspace_id, seen_at)` of the other side.

    `forgotten` names its table of workspaces (`workspace_id`) of which it takes nothing in any more, where it has one.
    `unseen_after` must be longer than the broker's window for duplicates, or a repetition is dropped as one.
    """

    schema: str
    seen: str
    forgotten: str | None = None
    unseen_after: timedelta = timedelta(minutes=5)
    keep: timedelta = timedelta(days=7)


async def republish_unseen(connection: asyncpg.Connection, what: Reconciliation, *, published_before: datetime) -> int:
    """Hand events nobody has seen to the relay once more; return how many."""
    wanted = (
        f" AND NOT EXISTS (SELECT FROM {what.forgotten} f WHERE f.workspace_id = o.workspace_id)"
        if what.forgotten
        else ""
    )
    again: int = await connection.fetchval(
        "WITH unseen AS ("  # noqa: S608 - schema and view are ours
        f"  SELECT o.workspace_id, o.event_id FROM {what.schema}.outbox o"
        "   WHERE o.published_at < $1"
        f"  AND NOT EXISTS (SELECT FROM {what.seen} s"
        f"     WHERE s.workspace_id = o.workspace_id AND s.event_id = o.event_id){wanted}"
        "   FOR UPDATE OF o SKIP LOCKED"
        "), again AS ("
        f"  UPDATE {what.schema}.outbox o SET published_at = NULL FROM unseen u"
        "   WHERE o.workspace_id = u.workspace_id AND o.event_id = u.event_id RETURNING 1"
        ") SELECT count(*) FROM again",
        published_before,
    )
    if again:
        await connection.execute("SELECT pg_notify($1, '')", f"{what.schema}_outbox")
        REPUBLISHED.labels(what.schema).inc(again)
        log.warning("events nobody had seen are published again", schema=what.schema, count=again)
    return again


class Reconciler:
    """Looks every 60 s at what was published long enough ago and not seen."""

    def __init__(self, *, url: str, role: str, compared: Reconciliation, round_seconds: float = ROUND_SECONDS) -> None:
        self._url, self._role = url, role
        self._what = compared
        self._round_seconds = round_seconds

    async def run(self, stop: asyncio.Event) -> None:
        """Reconcile and purge each round until `stop`."""
        while not stop.is_set():
            try:
                async with direct_connection(
                    self._url, role=self._role, application=f"reconciler-{self._what.schema}"
                ) as connection:
                    await republish_unseen(connection, self._what, published_before=now() - self._what.unseen_after)
                    await self.purge(connection)
            except CONNECTION_ERRORS as error:
                log.warning("reconciler interrupted", schema=self._what.schema, error=repr(error))
            await pause(stop, self._round_seconds)

    async def purge(self, connection: asyncpg.Connection) -> int:
        """Forget outbox rows that were seen and are older than `keep`; return how many."""
        schema = self._what.schema
        purged: int = await connection.fetchval(
            "WITH old AS ("  # noqa: S608 - schema and view are ours
            f"  SELECT o.workspace_id, o.event_id FROM {schema}.outbox o"
            "   WHERE o.published_at < now() - $1::interval"
            f"  AND EXISTS (SELECT FROM {self._what.seen} s"
            "     WHERE s.workspace_id = o.workspace_id AND s.event_id = o.event_id)"
            "   LIMIT $2 FOR UPDATE OF o SKIP LOCKED"
            "), gone AS ("
            f"  DELETE FROM {schema}.outbox o USING old"
            "   WHERE o.workspace_id = old.workspace_id AND o.event_id = old.event_id RETURNING 1"
            ") SELECT count(*) FROM gone",
            self._what.keep,
            BATCH,
        )
        return purged
