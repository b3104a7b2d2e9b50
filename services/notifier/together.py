"""Taking in what comes in a crowd: one statement reads what the rules ask for, one admits the events and plans.

What an event teaches is taken in by itself, in the transaction of its inbox row: others may stand on it.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from uuid import UUID

from services.contracts.envelope import Envelope
from services.contracts.events.delivery import DeadLetterReplayRequested
from services.contracts.events.identity import WorkspaceClosed
from services.kit.clock import now
from services.kit.consumer import take_in_once
from services.kit.ids import new_id
from services.notifier.digest import may_be_digested, patience
from services.notifier.inbox import NotifierInbox
from services.notifier.knowledge import pictures
from services.notifier.notices import PlannedDelivery
from services.notifier.picture import Concerns
from services.notifier.projections import teaches
from services.notifier.rules import RULES, Rule
from services.notifier.store import Connection, Pool

# In the order of their ids, so that two notifiers with the same events wait for each other only one way round.
ADMIT_AND_PLAN = """
WITH admitted AS (
  INSERT INTO notifier.inbox (workspace_id, event_id, type)
  SELECT workspace_id, event_id, type FROM unnest($1::uuid[], $2::uuid[], $3::text[]) AS e(workspace_id, event_id, type)
  WHERE NOT EXISTS (SELECT FROM notifier.closed_workspaces c WHERE c.workspace_id = e.workspace_id)
  ORDER BY event_id ON CONFLICT DO NOTHING RETURNING workspace_id, event_id
), planned AS (
  INSERT INTO notifier.deliveries
    (workspace_id, id, event_id, event_type, recipient_id, channel, notice, correlation_id, project_id, is_private,
     may_be_digested, due_at)
  SELECT d.workspace_id, d.id, d.event_id, d.event_type, d.recipient_id, d.channel, d.notice, d.correlation_id,
    d.project_id, d.is_private, d.may_be_digested,
    now() + CASE WHEN d.may_be_digested THEN d.patience ELSE 0 END * interval '1 second'
  FROM admitted JOIN jsonb_to_recordset($4) AS d(workspace_id uuid, id uuid, event_id uuid, event_type text,
    recipient_id uuid, channel text, notice jsonb, correlation_id text, project_id uuid, is_private boolean,
    may_be_digested boolean, patience double precision) USING (workspace_id, event_id)
  ON CONFLICT (workspace_id, event_id, recipient_id, channel) DO NOTHING
)
SELECT event_id FROM admitted
"""

#: Beside what teaches, what the events after it stand on.
ALONE = frozenset({DeadLetterReplayRequested.TYPE, WorkspaceClosed.TYPE})

Alone = Callable[[Connection, Envelope], Awaitable[None]]


class Crowd:
    """Takes several events in at once; `alone` is what one of them causes in a transaction of its own."""

    def __init__(self, pool: Pool, alone: Alone) -> None:
        self._pool, self._alone = pool, alone
        self._inbox = NotifierInbox(pool)

    async def take_in(self, envelopes: Sequence[Envelope]) -> set[UUID]:
        """All effects of the events, in their order; the ids of those that were new."""
        new: set[UUID] = set()
        for goes_alone, some in groupby(envelopes, _goes_alone):
            if goes_alone:
                new.update([envelope.id for envelope in some if await take_in_once(self._inbox, envelope, self._alone)])
            else:
                new |= await self._take_in_together(list(some))
        return new

    async def _take_in_together(self, envelopes: list[Envelope]) -> set[UUID]:
        told = [(envelope, *asking) for envelope in envelopes if (asking := _asking(envelope))]
        known = await pictures(self._pool, [(envelope.workspace_id, concerns) for envelope, _, concerns in told])
        planned = [
            _row(envelope, delivery)
            for (envelope, rule, _), picture in zip(told, known, strict=True)
            for delivery in rule.deliveries(envelope, picture)
        ]
        rows = await self._pool.fetch(
            ADMIT_AND_PLAN,
            [envelope.workspace_id for envelope in envelopes],
            [envelope.id for envelope in envelopes],
            [envelope.type for envelope in envelopes],
            planned,
        )
        return {row["event_id"] for row in rows}


def _goes_alone(envelope: Envelope) -> bool:
    return envelope.type in ALONE or teaches(envelope.type)


def _asking(envelope: Envelope) -> tuple[Rule, Concerns] | None:
    """Who decides whether somebody is told of it, and what they have to know for that."""
    rule = RULES.get(envelope.type)
    # What is loaded from elsewhere is no news to anybody.
    concerns = rule.concerns(envelope) if rule and not envelope.actor.is_import else None
    return (rule, concerns) if rule and concerns else None


def _row(envelope: Envelope, planned: PlannedDelivery) -> dict[str, object]:
    return {
        "workspace_id": envelope.workspace_id,
        "id": new_id(),
        "event_id": envelope.id,
        "event_type": envelope.type,
        "recipient_id": planned.recipient_id,
        "channel": planned.channel,
        "notice": planned.notice.to_json(),
        "correlation_id": envelope.correlation_id,
        "project_id": envelope.project_id,
        "is_private": envelope.is_private,
        "may_be_digested": may_be_digested(planned),
        "patience": patience(now() - envelope.occurred_at).total_seconds(),
    }
