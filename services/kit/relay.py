"""The relay: takes committed events of one schema from its outbox to the broker.

One relay leads at a time (session advisory lock); a stray second one would only cause duplicates, which end at the
inbox. It never looks for "ids above the last one": ids are taken before commits, so that would skip slow writers.
"""

import asyncio
import time
from datetime import datetime
from typing import Any

import asyncpg

from services.kit.backoff import Backoff, first_of, pause
from services.kit.broker import Broker, BrokerUnavailable, Outgoing
from services.kit.listening import CONNECTION_ERRORS, direct_connection
from services.kit.metrics import OUTBOX_DEPTH, OUTBOX_OLDEST, PUBLISHED
from services.kit.reconciler import Reconciliation, republish_unseen
from services.kit.telemetry import BROKER_HEADER, logger

BATCH = 500
POLL_SECONDS = 1.0
PACE_SECONDS = 0.06
MEASURE_SECONDS = 5.0
AWAY = Backoff(first=0.2, most=5.0)

log = logger(__name__)


class Relay:
    """Publishes `{schema}.unpublished_events` in the order of their positions.

    `compared` names the schema and the other side's view of what it has seen. The schema offers: the function
    `number_events(most int)` that gives positions to committed events, the view `unpublished_events(position,
    workspace_id, event_id, type, envelope)`, the table `outbox(workspace_id, event_id, created_at, published_at)`, and
    NOTIFY `{schema}_outbox` on a new row. Rounds begin at least `pace_seconds` after one another: an event that comes
    alone goes out at once, and those of a crowd together.
    """

    def __init__(
        self,
        *,
        url: str,
        role: str,
        compared: Reconciliation,
        broker: Broker,
        prefix: str,
        batch: int = BATCH,
        poll_seconds: float = POLL_SECONDS,
        pace_seconds: float = PACE_SECONDS,
    ) -> None:
        self._url, self._role = url, role
        self._compared, self._schema = compared, compared.schema
        self._broker, self._prefix = broker, prefix
        self._batch, self._poll_seconds, self._pace_seconds = batch, poll_seconds, pace_seconds
        self._measured_at = 0.0
        self._known_stream: datetime | None = None
        self.is_leader = False

    async def run(self, stop: asyncio.Event) -> None:
        """Stand for election and, when elected, relay until `stop`; start over when PostgreSQL was away."""
        failures = 0
        while not stop.is_set():
            wake = asyncio.Event()
            try:
                async with direct_connection(
                    self._url,
                    role=self._role,
                    application=f"relay-{self._schema}",
                    listen=[f"{self._schema}_outbox"],
                    wake=wake,
                ) as connection:
                    failures = 0
                    await self._serve(connection, wake, stop)
            except CONNECTION_ERRORS as error:
                failures += 1
                log.warning("relay interrupted", schema=self._schema, error=repr(error))
                await pause(stop, AWAY.after(failures))
            finally:
                self.is_leader = False

    async def _serve(self, connection: asyncpg.Connection, wake: asyncio.Event, stop: asyncio.Event) -> None:
        while not stop.is_set():
            if not self.is_leader:
                self.is_leader = await connection.fetchval(
                    "SELECT pg_try_advisory_lock(hashtextextended($1, 0))", f"relay:{self._schema}"
                )
            if not self.is_leader:
                await pause(stop, self._poll_seconds)
                continue
            wake.clear()
            begun = time.monotonic()
            has_more = await self._round(connection)
            await self._measure(connection)
            if not has_more:
                await first_of(wake, stop, seconds=self._poll_seconds)
                if (early := begun + self._pace_seconds - time.monotonic()) > 0:
                    await pause(stop, early)

    async def _round(self, connection: asyncpg.Connection) -> bool:
        """Number, publish, mark; True when there is more to do at once."""
        # Numbering goes on without the broker: the live feed stands on positions, not on NATS.
        numbered: int = await connection.fetchval(f"SELECT {self._schema}.number_events($1)", self._batch)
        if not self._broker.is_ready:
            return numbered == self._batch
        await self._restore(connection)
        rows = await connection.fetch(
            "SELECT workspace_id, event_id, type, envelope::text AS envelope,"  # noqa: S608 - the schema is ours
            " envelope->>'correlation_id' AS correlation_id"
            f" FROM {self._schema}.unpublished_events ORDER BY position LIMIT $1",
            self._batch,
        )
        if not rows:
            return numbered == self._batch
        try:
            acknowledged = await self._broker.publish_all([self._outgoing(row) for row in rows])
        except BrokerUnavailable:
            return False
        await self._mark_published(connection, rows, {message.message_id for message in acknowledged})
        return len(acknowledged) == len(rows) and (len(rows) == self._batch or numbered == self._batch)

    async def _restore(self, connection: asyncpg.Connection) -> None:
        """A stream younger than our last look came up empty: what it lost goes out first, or readers meet it too late.

        At the start there was no last look, so a store that was wiped meanwhile is noticed as well.
        """
        created = self._broker.stream_created
        if created is None or created == self._known_stream:
            return
        await republish_unseen(connection, self._compared, published_before=created)
        self._known_stream = created

    def _outgoing(self, row: asyncpg.Record) -> Outgoing:
        return Outgoing(
            message_id=str(row["event_id"]),
            subject=f"{self._prefix}.{row['workspace_id']}.{row['type']}",
            payload=row["envelope"].encode(),
            headers={BROKER_HEADER: row["correlation_id"] or ""},
        )

    async def _mark_published(self, connection: asyncpg.Connection, rows: list[Any], acknowledged: set[str]) -> None:
        done = [row for row in rows if str(row["event_id"]) in acknowledged]
        if not done:
            return
        await connection.execute(
            f"UPDATE {self._schema}.outbox o SET published_at = now()"  # noqa: S608 - the schema is ours
            " FROM unnest($1::uuid[], $2::uuid[]) AS d(workspace_id, event_id)"
            " WHERE o.workspace_id = d.workspace_id AND o.event_id = d.event_id",
            [row["workspace_id"] for row in done],
            [row["event_id"] for row in done],
        )
        PUBLISHED.labels(self._schema).inc(len(done))

    async def _measure(self, connection: asyncpg.Connection) -> None:
        if time.monotonic() - self._measured_at < MEASURE_SECONDS:
            return
        self._measured_at = time.monotonic()
        [(depth, oldest)] = await connection.fetch(
            "SELECT count(*), coalesce(extract(epoch FROM now() - min(created_at)), 0)::float8"  # noqa: S608 - as above
            f" FROM {self._schema}.outbox WHERE published_at IS NULL"
        )
        OUTBOX_DEPTH.labels(self._schema).set(depth)
        OUTBOX_OLDEST.labels(self._schema).set(oldest)
