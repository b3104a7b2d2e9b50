"""Saying everything again: for a reader that has to rebuild what it learned from events.

A replayed message bears a header; a consumer then only learns from it and tells nobody anything.
"""

from uuid import UUID

import asyncpg

from services.kit.broker import Broker, BrokerUnavailable, Outgoing
from services.kit.consumer import REPLAY_HEADER
from services.kit.correlation import correlation_id
from services.kit.ids import new_id
from services.kit.telemetry import BROKER_HEADER, logger

BATCH = 500

log = logger(__name__)


async def replay(
    connection: asyncpg.Connection, broker: Broker, *, schema: str, prefix: str, workspace_id: UUID | None = None
) -> int:
    """Publish all of `{schema}.envelopes(position, workspace_id, event_id, type, envelope)` again, in order.

    All workspaces, or the one named. Returns how many. It may be repeated: each run has message ids of its own.

    Raises:
        BrokerUnavailable: the broker did not take a batch.
    """
    run, position, count = new_id(), -1, 0
    while True:
        rows = await connection.fetch(
            # The schema is a constant of ours.
            f"SELECT position, workspace_id, event_id, type, envelope::text AS envelope FROM {schema}.envelopes"  # noqa: S608
            " WHERE position > $1 AND ($3::uuid IS NULL OR workspace_id = $3) ORDER BY position LIMIT $2",
            position,
            BATCH,
            workspace_id,
        )
        if not rows:
            log.info("replayed", schema=schema, count=count)
            return count
        messages = [
            Outgoing(
                message_id=f"replay-{run}-{row['event_id']}",
                subject=f"{prefix}.{row['workspace_id']}.{row['type']}",
                payload=row["envelope"].encode(),
                headers={REPLAY_HEADER: "1", BROKER_HEADER: correlation_id()},
            )
            for row in rows
        ]
        if len(await broker.publish_all(messages)) < len(messages):
            raise BrokerUnavailable(f"the broker did not take all events after position {position}")
        position, count = rows[-1]["position"], count + len(rows)
