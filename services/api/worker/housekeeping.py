"""What has to be done now and then: partitions ahead of time, and forgetting what nobody needs any more."""

import asyncio
from datetime import timedelta

import asyncpg

from services.kit.backoff import pause
from services.kit.listening import CONNECTION_ERRORS, direct_connection
from services.kit.telemetry import logger

ROUND_SECONDS = 3600.0
# After a failed round, soon enough that a month's partition is never late.
RETRY_SECONDS = 30.0
MONTHS_AHEAD = 3
KEYS_KEPT = timedelta(hours=24)
# Longer than any window in which attempts are counted.
ATTEMPTS_KEPT = timedelta(hours=1)
# Longer than the notifier's outbox keeps a receipt, or one could come again and look new.
INBOX_KEPT = timedelta(days=60)
BATCH = 5000

MAKE_PARTITIONS = "SELECT rapport.make_event_partitions($1)"
FORGET_KEYS = """
DELETE FROM rapport.idempotency_keys WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM rapport.idempotency_keys WHERE created_at < now() - $1::interval LIMIT $2))
"""
FORGET_CONSUMED = """
DELETE FROM rapport.consumed_events WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM rapport.consumed_events WHERE consumed_at < now() - $1::interval LIMIT $2))
"""

FORGET_ATTEMPTS = """
DELETE FROM rapport.throttles WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM rapport.throttles WHERE started_at < now() - $1::interval LIMIT $2))
"""

log = logger(__name__)


class Housekeeping:
    """Sweeps at the start and every hour. Published outbox rows are the reconciler's to forget."""

    def __init__(self, *, url: str, role: str, round_seconds: float = ROUND_SECONDS) -> None:
        self._url, self._role, self._round_seconds = url, role, round_seconds

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep each round until `stop`."""
        while not stop.is_set():
            wait = self._round_seconds
            try:
                async with direct_connection(self._url, role=self._role, application="housekeeping") as connection:
                    await sweep(connection)
            except CONNECTION_ERRORS as error:
                log.warning("housekeeping interrupted", error=repr(error))
                wait = min(RETRY_SECONDS, wait)
            await pause(stop, wait)


async def sweep(connection: asyncpg.Connection) -> None:
    """One round, in small statements so that nobody waits for it."""
    await connection.execute(MAKE_PARTITIONS, MONTHS_AHEAD)
    keys = await _forget(connection, FORGET_KEYS, KEYS_KEPT)
    consumed = await _forget(connection, FORGET_CONSUMED, INBOX_KEPT)
    await _forget(connection, FORGET_ATTEMPTS, ATTEMPTS_KEPT)
    if keys or consumed:
        log.info("swept", idempotency_keys=keys, consumed_events=consumed)


async def _forget(connection: asyncpg.Connection, statement: str, kept: timedelta) -> int:
    gone = 0
    while True:
        # The command tag reads "DELETE <count>".
        deleted = int((await connection.execute(statement, kept, BATCH)).split()[-1])
        gone += deleted
        if deleted < BATCH:
            return gone
