"""The ledger of deliveries: one row per event, person and channel, claimed by a lease and settled once.

A digest is a row of its own, sent like any other; the rows it stands for point to it and are told of with it.
"""

from collections.abc import Collection
from datetime import timedelta

import asyncpg

from services.notifier.channels.port import Receipt
from services.notifier.notices import Delivery, Notice
from services.notifier.outbox import delivered, undelivered
from services.notifier.settling import Ending, Settling
from services.notifier.store import Pool

# A claim is a lease, known by the version it gave the row: the row falls due again if its holder dies before it settles
# the delivery.
CLAIM = """
WITH due AS (
  SELECT workspace_id, id FROM notifier.deliveries d
  WHERE status = 'pending' AND channel = $1 AND due_at <= now()
    AND NOT EXISTS (SELECT FROM notifier.closed_workspaces c WHERE c.workspace_id = d.workspace_id)
  ORDER BY due_at LIMIT $2 FOR UPDATE OF d SKIP LOCKED
), claimed AS (
  UPDATE notifier.deliveries d
  SET due_at = now() + $3::interval, attempts = d.attempts + 1, updated_at = now(), version = d.version + 1
  FROM due WHERE d.workspace_id = due.workspace_id AND d.id = due.id
  RETURNING d.*
)
SELECT c.*, coalesce(m.name, '') AS name, coalesce(m.email, '') AS email,
  coalesce(m.is_active, false) AS is_active, coalesce(m.wants_email, false) AS wants_email,
  coalesce(m.email_off, '{}') AS email_off
FROM claimed c LEFT JOIN notifier.members m ON m.workspace_id = c.workspace_id AND m.user_id = c.recipient_id
ORDER BY c.created_at, c.id
"""
WITHHOLD = """
UPDATE notifier.deliveries SET status = 'withheld', last_error = $3, updated_at = now(), version = version + 1
WHERE workspace_id = $1 AND id = $2 AND status = 'pending'
"""
# A row that is locked is being settled and needs no lease; waiting for it, while it is settled with others that are
# renewed here, could be waiting for each other.
RENEW = """
WITH held AS (
  SELECT d.workspace_id, d.id FROM notifier.deliveries d
  JOIN unnest($1::uuid[], $2::uuid[], $3::int[]) AS h(workspace_id, id, version) USING (workspace_id, id, version)
  FOR UPDATE OF d SKIP LOCKED
)
UPDATE notifier.deliveries d SET due_at = now() + $4::interval
FROM held WHERE d.workspace_id = held.workspace_id AND d.id = held.id
"""
POSTPONE = """
UPDATE notifier.deliveries
SET due_at = now() + $3::interval, last_error = $4, updated_at = now(), version = version + 1
WHERE workspace_id = $1 AND id = $2 AND status = 'pending' AND version = $5
"""


class Ledger:
    """Claims and settles, each in one short transaction; nothing is sent inside one."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._settling = Settling(pool)

    async def claim(self, channel: str, most: int, lease: timedelta) -> list[Delivery]:
        """Take due deliveries of a channel for the length of the lease, oldest first."""
        return [_delivery(row) for row in await self._pool.fetch(CLAIM, channel, most, lease)]

    async def renew(self, held: Collection[Delivery], lease: timedelta) -> None:
        """Hold claimed deliveries for another lease: they are still being sent."""
        await self._pool.execute(
            RENEW,
            [delivery.workspace_id for delivery in held],
            [delivery.id for delivery in held],
            [delivery.version for delivery in held],
            lease,
        )

    async def sent(self, delivery: Delivery, receipt: Receipt) -> bool:
        """Settle it as sent and say so to the API; False when somebody else settled it."""
        ending = Ending("sent", receipt.message_id, None, lambda one: delivered(one, receipt))
        return await self._settling.settle(delivery, ending)

    async def failed(self, delivery: Delivery, error: str) -> bool:
        """Settle it as failed for good and say so to the API; False when somebody else settled it."""
        ending = Ending("failed", None, error, lambda one: undelivered(one, error))
        return await self._settling.settle(delivery, ending)

    async def withheld(self, delivery: Delivery, reason: str) -> None:
        """Settle it as not to be sent: the person's own wish, so there is no receipt."""
        await self._pool.execute(WITHHOLD, delivery.workspace_id, delivery.id, reason)

    async def postpone(self, delivery: Delivery, delay: timedelta, error: str) -> None:
        """Give the claim back, due again after `delay`."""
        await self._pool.execute(POSTPONE, delivery.workspace_id, delivery.id, delay, error, delivery.version)


def _delivery(row: asyncpg.Record) -> Delivery:
    notice = Notice.from_json(row["notice"])
    # Somebody who is no member (yet) is known by the notice alone.
    is_outside = bool(notice.to_address)
    return Delivery(
        id=row["id"],
        workspace_id=row["workspace_id"],
        event_id=row["event_id"],
        event_type=row["event_type"],
        recipient_id=row["recipient_id"],
        channel=row["channel"],
        attempts=row["attempts"],
        version=row["version"],
        notice=notice,
        correlation_id=row["correlation_id"],
        recipient_name=notice.to_name if is_outside else row["name"],
        recipient_email=notice.to_address or row["email"],
        is_active=is_outside or row["is_active"],
        wants_email=is_outside or row["wants_email"],
        email_off=tuple(row["email_off"]),
        project_id=row["project_id"],
        is_private=row["is_private"],
    )
