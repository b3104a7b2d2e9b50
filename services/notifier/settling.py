"""Settling deliveries: those that end at the same time are settled, with their receipts, in one statement."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from services.contracts.envelope import Envelope
from services.kit.listening import CONNECTION_ERRORS
from services.notifier.digest import DIGEST
from services.notifier.notices import Delivery
from services.notifier.store import Pool

MOST_AT_ONCE = 100
# One that ends alone is settled at once; while many end, a statement takes those of so long.
GATHER_SECONDS = 0.02

# A delivery is settled and its receipt is in the outbox, or neither. Rows are locked in one order, so that two that
# settle the same ones never wait for each other.
SETTLE = """
WITH ended AS (
  SELECT * FROM jsonb_to_recordset($1) AS s(workspace_id uuid, id uuid, status text, message_id text, error text,
    receipt_id uuid, receipt_type text, receipt jsonb)
), locked AS (
  SELECT d.workspace_id, d.id FROM notifier.deliveries d
  JOIN ended USING (workspace_id, id) WHERE d.status = 'pending' ORDER BY d.id FOR UPDATE OF d
), settled AS (
  UPDATE notifier.deliveries d
  SET status = s.status, message_id = s.message_id, last_error = s.error, updated_at = now(), version = d.version + 1
  FROM locked JOIN ended s USING (workspace_id, id) WHERE d.workspace_id = locked.workspace_id AND d.id = locked.id
  RETURNING d.workspace_id, d.id, s.receipt_id, s.receipt_type, s.receipt
), said AS (
  INSERT INTO notifier.outbox (workspace_id, event_id, type, envelope)
  SELECT workspace_id, receipt_id, receipt_type, receipt FROM settled
)
SELECT id FROM settled
"""
SETTLE_DIGEST = """
UPDATE notifier.deliveries
SET status = $3, message_id = $4, last_error = $5, updated_at = now(), version = version + 1
WHERE workspace_id = $1 AND id = $2 AND status = 'pending' RETURNING true
"""
POINT_TO_MAIL = """
UPDATE notifier.deliveries SET message_id = $3 WHERE workspace_id = $1 AND digest_id = $2
RETURNING id, event_id, event_type, correlation_id, project_id, is_private
"""
SAY_ALL = """
INSERT INTO notifier.outbox (workspace_id, event_id, type, envelope)
SELECT $1, r.event_id, r.type, r.envelope
FROM unnest($2::uuid[], $3::text[], $4::jsonb[]) AS r(event_id, type, envelope)
"""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a delivery ended, and what is said of it to the API."""

    status: str
    message_id: str | None
    error: str | None
    receipt_of: Callable[[Delivery], Envelope]


@dataclass(frozen=True, slots=True)
class _Waiting:
    delivery: Delivery
    ending: Ending
    settled: "asyncio.Future[bool]"

    def row(self) -> dict[str, Any]:
        receipt = self.ending.receipt_of(self.delivery)
        return {
            "workspace_id": self.delivery.workspace_id,
            "id": self.delivery.id,
            "status": self.ending.status,
            "message_id": self.ending.message_id,
            "error": self.ending.error,
            "receipt_id": receipt.id,
            "receipt_type": receipt.type,
            "receipt": receipt.model_dump(mode="json"),
        }


class Settling:
    """Of one process; several deliveries may be given to it at once."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None

    async def settle(self, delivery: Delivery, ending: Ending) -> bool:
        """Settle it and say so to the API; False when somebody else settled it.

        Raises what the driver raises; then it is not settled as far as we know, and may be given again.
        """
        if delivery.event_type == DIGEST:
            return await self._settle_digest(delivery, ending)
        one = _Waiting(delivery, ending, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await one.settled

    async def _write_all(self) -> None:
        while self._waiting:
            some, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            await self._write(some)
            await asyncio.sleep(GATHER_SECONDS)

    async def _write(self, some: list[_Waiting]) -> None:
        try:
            rows = await self._pool.fetch(SETTLE, [one.row() for one in some])
        except Exception as error:
            if len(some) == 1 or isinstance(error, CONNECTION_ERRORS):
                for one in some:
                    _end(one, error)
                return
            # One of them cannot be written: the others are not to wait for it.
            for one in some:
                await self._write([one])
            return
        settled = {row["id"] for row in rows}
        for one in some:
            _end(one, one.delivery.id in settled)

    async def _settle_digest(self, digest: Delivery, ending: Ending) -> bool:
        """A receipt for each of the rows that it stands for, in one transaction."""
        key = (digest.workspace_id, digest.id)
        async with self._pool.acquire() as connection, connection.transaction():
            end = (ending.status, ending.message_id, ending.error)
            if not await connection.fetchval(SETTLE_DIGEST, *key, *end):
                return False
            rows = await connection.fetch(POINT_TO_MAIL, *key, ending.message_id)
            receipts = [ending.receipt_of(replace(digest, **dict(row))) for row in rows]
            await connection.execute(
                SAY_ALL,
                digest.workspace_id,
                [receipt.id for receipt in receipts],
                [receipt.type for receipt in receipts],
                [receipt.model_dump(mode="json") for receipt in receipts],
            )
        return True


def _end(one: _Waiting, outcome: "bool | Exception") -> None:
    # Whoever waited may have been cancelled meanwhile.
    if one.settled.done():
        return
    if isinstance(outcome, bool):
        one.settled.set_result(outcome)
    else:
        one.settled.set_exception(outcome)
