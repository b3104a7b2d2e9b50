"""Forgetting: what the notifier no longer needs leaves its tables, and people's words leave them first."""

import asyncio
from datetime import timedelta

from services.kit.backoff import pause
from services.kit.listening import CONNECTION_ERRORS
from services.kit.telemetry import logger
from services.notifier.store import Pool

ROUND_SECONDS = 3600.0
BATCH = 10000

# Longer than the outbox of the API keeps an event, or one could come again and look new.
INBOX_KEPT = timedelta(days=60)
WORDS_KEPT = timedelta(days=30)

FORGET_INBOX = """
DELETE FROM notifier.inbox WHERE (workspace_id, event_id) IN (
  SELECT workspace_id, event_id FROM notifier.inbox WHERE seen_at < now() - $1::interval ORDER BY seen_at LIMIT $2)
"""
# The ledger row stays, for it keeps a person from being told twice; the quoted words go.
FORGET_WORDS = """
UPDATE notifier.deliveries
SET notice = (notice || '{"quote": "", "quoted_name": "", "context": "", "headline": "", "subject": ""}')
  - '{points,to_name,to_address,sealed_token}'::text[]
WHERE (workspace_id, id) IN (
  SELECT workspace_id, id FROM notifier.deliveries
  WHERE status <> 'pending' AND updated_at < now() - $1::interval AND notice->>'headline' <> ''
  ORDER BY updated_at LIMIT $2)
"""

log = logger(__name__)


class Retention:
    """Sweeps every hour."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep until `stop`."""
        while not stop.is_set():
            try:
                await self._pool.execute(FORGET_INBOX, INBOX_KEPT, BATCH)
                await self._pool.execute(FORGET_WORDS, WORDS_KEPT, BATCH)
            except CONNECTION_ERRORS as error:
                log.warning("retention interrupted", error=repr(error))
            await pause(stop, ROUND_SECONDS)
