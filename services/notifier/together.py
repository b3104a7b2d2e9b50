"""Taking in what comes in a crowd: one statement reads what the rules ask for, one admits the events and plans.

What an event teaches is taken in by itself, in the transaction of its inbox row: others may stand on it.
"""

from collections.abc import Awaitable, Callable, Sequence
from itertools import groupby
from uuid import UUID

from services.contracts.envelope import Envelope
from services.contracts.events.delivery import DeadLetterReplayRequested
from services.contracts.events.identity import WorkspaceClosed
from services.kit.consumer import take_in_once
from services.notifier.inbox import NotifierInbox
from services.notifier.knowledge import pictures
from services.notifier.picture import Concerns
from services.notifier.planning import PLANNED, rows_of
from services.notifier.projections import teaches
from services.notifier.rules import RULES, Rule
from services.notifier.store import Connection, Pool

# In the order of their ids, so that two notifiers with the same events wait for each other only one way round.
ADMIT_AND_PLAN = f"""
WITH admitted AS (
  INSERT INTO notifier.inbox (workspace_id, event_id, type)
  SELECT workspace_id, event_id, type FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS e(workspace_id, event_id, type)
  WHERE NOT EXISTS (SELECT FROM notifier.closed_workspaces c WHERE c.workspace_id = e.workspace_id)
  ORDER BY event_id ON CONFLICT DO NOTHING RETURNING workspace_id, event_id
), {PLANNED.format(of="JOIN admitted USING (workspace_id, event_id)")}
SELECT event_id FROM admitted
"""  # noqa: S608 - parts of our own

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
            row
            for (envelope, rule, _), picture in zip(told, known, strict=True)
            for row in rows_of(envelope, rule.deliveries(envelope, picture))
        ]
        rows = await self._pool.fetch(
            ADMIT_AND_PLAN,
            planned,
            [envelope.workspace_id for envelope in envelopes],
            [envelope.id for envelope in envelopes],
            [envelope.type for envelope in envelopes],
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
