"""Crowds of waiting mails become digests: one mail for a person in place of many."""

import asyncio
from uuid import UUID

from prometheus_client import Counter

from services.contracts.switches import mail_kind
from services.kit.backoff import pause
from services.kit.ids import new_id
from services.kit.listening import CONNECTION_ERRORS
from services.kit.telemetry import logger
from services.notifier.digest import CROWD, DIGEST, ON_TIME, digest_of
from services.notifier.notices import EMAIL, Notice
from services.notifier.store import Connection, Pool

ROUND_SECONDS = 1.0
# As many as one transaction should hold; the rest is the next digest.
MOST = 1000

# Free to be merged is what nobody has claimed: never yet, or its time has come again.
CROWDS = """
SELECT workspace_id, recipient_id FROM notifier.deliveries
WHERE status = 'pending' AND channel = $1 AND may_be_digested AND (attempts = 0 OR due_at <= now())
GROUP BY workspace_id, recipient_id
HAVING count(*) > $2 AND min(due_at) <= now() AND min(uuid_extract_timestamp(event_id)) < now() - $3::interval
"""
TAKE = """
SELECT d.id, d.notice, d.event_type, coalesce(m.email_off, '{}') AS email_off
FROM notifier.deliveries d
LEFT JOIN notifier.members m ON m.workspace_id = d.workspace_id AND m.user_id = d.recipient_id
WHERE d.workspace_id = $1 AND d.recipient_id = $2 AND d.channel = $3 AND d.status = 'pending' AND d.may_be_digested
  AND (d.attempts = 0 OR d.due_at <= now())
ORDER BY d.created_at, d.id LIMIT $4 FOR UPDATE OF d SKIP LOCKED
"""
ENTER = """
INSERT INTO notifier.deliveries
  (workspace_id, id, event_id, event_type, recipient_id, channel, notice, correlation_id)
VALUES ($1, $2, $2, $3, $4, $5, $6, $7)
"""
POINT = """
UPDATE notifier.deliveries SET status = 'digested', digest_id = $2, updated_at = now(), version = version + 1
WHERE workspace_id = $1 AND id = ANY($3::uuid[])
"""

DIGESTED = Counter(
    "deliveries_digested_total", "Deliveries that went out together with others, by channel.", ["channel"]
)

log = logger(__name__)


class Digests:
    """Looks each second for people for whom more than 20 mails wait."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def run(self, stop: asyncio.Event) -> None:
        """Merge until `stop`."""
        while not stop.is_set():
            try:
                while await self.merge():
                    pass
            except CONNECTION_ERRORS as error:
                log.warning("digesting interrupted", error=repr(error))
            await pause(stop, ROUND_SECONDS)

    async def merge(self) -> int:
        """Make one digest for each crowd there is; returns how many deliveries went into them."""
        merged = 0
        for crowd in await self._pool.fetch(CROWDS, EMAIL, CROWD, ON_TIME):
            async with self._pool.acquire() as connection, connection.transaction():
                merged += await _merge_one(connection, crowd["workspace_id"], crowd["recipient_id"])
        return merged


async def _merge_one(connection: Connection, workspace_id: UUID, recipient_id: UUID) -> int:
    taken = await connection.fetch(TAKE, workspace_id, recipient_id, EMAIL, MOST)
    # What the person does not want mailed is withheld by itself.
    rows = [row for row in taken if mail_kind(row["event_type"]) not in row["email_off"]]
    if len(rows) <= CROWD:
        # Somebody else was quicker; what is left goes out as it is.
        return 0
    digest_id = new_id()
    notice = digest_of([Notice.from_json(row["notice"]) for row in rows], digest_id)
    correlation = f"digest-{digest_id}"
    await connection.execute(ENTER, workspace_id, digest_id, DIGEST, recipient_id, EMAIL, notice.to_json(), correlation)
    await connection.execute(POINT, workspace_id, digest_id, [row["id"] for row in rows])
    DIGESTED.labels(EMAIL).inc(len(rows))
    log.info("mails put together", digest_id=str(digest_id), count=len(rows))
    return len(rows)
