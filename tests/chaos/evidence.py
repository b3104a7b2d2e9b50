"""Asking every party what it remembers."""

import asyncio
import json
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import asyncpg

from tests.chaos.verdict import Acknowledged, Evidence, Ledgered, Mailed, Queued, Row, Said
from tests.support.smtp_sink import SmtpSink

KINDS = ["customer", "interaction"]
ROWS = """
SELECT 'customer' AS kind, id, version, name AS intent FROM rapport.customers WHERE name LIKE 'Load %'
UNION ALL
SELECT 'interaction', id, version, subject FROM rapport.interactions WHERE subject LIKE 'Load %'
"""
# Rows that were there before the load have events too; they are left out on both sides.
EVENTS = """
SELECT e.id, e.subject_kind, e.subject_id, e.sequence FROM rapport.events e
WHERE e.subject_kind = ANY($1) AND NOT EXISTS (
  SELECT FROM rapport.customers c
  WHERE c.workspace_id = e.workspace_id AND c.id = e.subject_id AND c.name NOT LIKE 'Load %'
)
"""
OUTBOX = "SELECT event_id, published_at IS NOT NULL AS is_published FROM rapport.outbox"
POSITIONS = "SELECT position, event_id FROM rapport.event_positions"
INBOX = "SELECT event_id FROM notifier.inbox"
LEDGER = "SELECT event_id, recipient_id, channel, status, message_id, id, digest_id FROM notifier.deliveries"
# The customers of the tenants belong to their owners, who are told of what comes in by mail and in the product.
DUE = """
SELECT e.id AS event_id, c.owner_id, channels.channel FROM rapport.events e
JOIN rapport.interactions i ON i.workspace_id = e.workspace_id AND i.id = e.subject_id AND i.direction = 'inbound'
JOIN rapport.customers c ON c.workspace_id = i.workspace_id AND c.id = i.customer_id
CROSS JOIN (VALUES ('email'), ('in_app')) AS channels(channel)
WHERE e.type = 'interaction.recorded' AND c.owner_id IS NOT NULL
"""
STILL_MOVING = """
SELECT (SELECT count(*) FROM rapport.outbox WHERE published_at IS NULL) AS unpublished,
  (SELECT count(*) FROM rapport.outbox o WHERE NOT EXISTS (
      SELECT FROM notifier.inbox i WHERE i.workspace_id = o.workspace_id AND i.event_id = o.event_id)) AS unseen,
  (SELECT count(*) FROM notifier.deliveries WHERE status = 'pending') AS unsent
"""


async def settle(superuser_dsn: str, seconds: float) -> dict[str, int]:
    """Wait until nothing is under way any more; what still is, by its name, when the time is over."""
    connection = await asyncpg.connect(superuser_dsn)
    deadline = time.monotonic() + seconds
    try:
        while True:
            moving = {name: count for name, count in (await connection.fetchrow(STILL_MOVING)).items() if count}
            if not moving or time.monotonic() > deadline:
                return moving
            await asyncio.sleep(0.5)
    finally:
        await connection.close()


async def gather(superuser_dsn: str, logs: Sequence[Path], sink: SmtpSink | None) -> Evidence:
    """Everything, at one moment."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        evidence = Evidence(
            acknowledged=[write for log in logs for write in _acknowledged(log)],
            rows=[Row(row["kind"], row["id"], row["version"], row["intent"]) for row in await connection.fetch(ROWS)],
            events=[
                Said(row["id"], row["subject_kind"], row["subject_id"], row["sequence"])
                for row in await connection.fetch(EVENTS, KINDS)
            ],
            outbox=[Queued(row["event_id"], row["is_published"]) for row in await connection.fetch(OUTBOX)],
            positions=[(row["position"], row["event_id"]) for row in await connection.fetch(POSITIONS)],
            inbox=[row["event_id"] for row in await connection.fetch(INBOX)],
            due={(row["event_id"], row["owner_id"], row["channel"]) for row in await connection.fetch(DUE)},
            ledger=[Ledgered(**dict(row)) for row in await connection.fetch(LEDGER)],
        )
    finally:
        await connection.close()
    for mail in sink.mails if sink else []:
        message_id = str(mail.message["Message-ID"]).strip()
        evidence.mails.extend(Mailed(message_id, recipient) for recipient in mail.recipients)
    return evidence


def _acknowledged(log: Path) -> list[Acknowledged]:
    entries = [json.loads(line) for line in log.read_text().splitlines()]
    return [Acknowledged(one["kind"], UUID(one["id"]), one["version"], one["intent"]) for one in entries]
