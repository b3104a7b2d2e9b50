"""What the notifier has seen: one row per event, written with what the event caused."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from services.contracts.envelope import Envelope
from services.kit.consumer import Parked
from services.notifier.closing import is_closed
from services.notifier.outbox import say_parked
from services.notifier.store import Connection, Pool

ADMIT = """
INSERT INTO notifier.inbox (workspace_id, event_id, type)
SELECT $1, $2, $3 WHERE NOT EXISTS (SELECT FROM notifier.closed_workspaces WHERE workspace_id = $1)
ON CONFLICT DO NOTHING RETURNING true
"""
COUNT_FAILURE = """
INSERT INTO notifier.failures (workspace_id, event_id, last_error) VALUES ($1, $2, $3)
ON CONFLICT (workspace_id, event_id) DO UPDATE
SET attempts = notifier.failures.attempts + 1, last_error = excluded.last_error, failed_at = now()
RETURNING attempts
"""
PARK = """
INSERT INTO notifier.dead_letters (workspace_id, event_id, type, correlation_id, payload, error, attempts)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (workspace_id, event_id) DO UPDATE
SET error = excluded.error, attempts = excluded.attempts, parked_at = now(), replayed_at = NULL
"""
FORGET_FAILURES = "DELETE FROM notifier.failures WHERE workspace_id = $1 AND event_id = $2"


class NotifierInbox:
    """The inbox of schema `notifier`; see `kit.consumer.Inbox`."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    def transaction(self, _envelope: Envelope) -> AbstractAsyncContextManager[Connection]:
        """One transaction on a connection of its own."""
        return self._transaction()

    async def admit(self, transaction: Connection, envelope: Envelope) -> bool:
        """Write the row; a competitor that holds it uncommitted is waited for. Of a closed workspace nothing is new."""
        return bool(await transaction.fetchval(ADMIT, envelope.workspace_id, envelope.id, envelope.type))

    async def count_failure(self, envelope: Envelope, error: str, _deliveries: int) -> int:
        """One more failed attempt; returns how many there were."""
        attempts: int = await self._pool.fetchval(COUNT_FAILURE, envelope.workspace_id, envelope.id, error)
        return attempts

    async def park(self, parked: Parked) -> None:
        """Keep the event aside, mark it seen, and tell the API with a receipt."""
        async with self._transaction() as connection:
            if not await is_closed(connection, parked.workspace_id):
                await connection.execute(ADMIT, parked.workspace_id, parked.event_id, parked.type)
                await keep_dead_letter(connection, parked)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[Connection]:
        async with self._pool.acquire() as connection, connection.transaction():
            yield connection


async def keep_dead_letter(connection: Connection, parked: Parked) -> None:
    """Write the dead letter and its receipt; an event parked again replaces its earlier reason."""
    await connection.execute(
        PARK,
        parked.workspace_id,
        parked.event_id,
        parked.type,
        parked.correlation_id,
        parked.payload,
        parked.error,
        parked.attempts,
    )
    await connection.execute(FORGET_FAILURES, parked.workspace_id, parked.event_id)
    await say_parked(connection, parked)
