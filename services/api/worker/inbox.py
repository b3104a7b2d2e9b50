"""The inbox of the API's own consumer: a receipt and what it causes are one transaction."""

from collections.abc import AsyncIterator
from collections.abc import Set as AbstractSet
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from services.api.communications.dead_letters import service as dead_letters
from services.api.web.problems import translate
from services.contracts.envelope import Envelope
from services.contracts.events.delivery import DeliveryFailed, DeliverySent
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.consumer import Parked
from services.kit.database import Database
from services.kit.gathering import Part
from services.kit.problems import Unavailable
from services.kit.work import Work

CONSUMER = "receipts"

ADMIT = text(
    """INSERT INTO rapport.consumed_events (workspace_id, consumer, event_id)
    VALUES (:workspace_id, :consumer, :event_id) ON CONFLICT DO NOTHING RETURNING true"""
)
#: What may take effect again, because it says how a delivery stands: it is admitted in the statement that keeps it.
REPEATABLE = frozenset({DeliverySent.TYPE, DeliveryFailed.TYPE})
ADMIT_UNASKED = Part(
    "INSERT INTO rapport.consumed_events (workspace_id, consumer, event_id) SELECT workspace_id, consumer, event_id"
    " FROM {rows} AS r(workspace_id uuid, consumer text, event_id uuid) ON CONFLICT DO NOTHING"
)
FORGET = text(
    """DELETE FROM rapport.consumed_events
    WHERE workspace_id = :workspace_id AND consumer = :consumer AND event_id = :event_id"""
)


class ReceiptsInbox:
    """Consumer `receipts` of schema `rapport`; see `kit.consumer.Inbox`."""

    def __init__(self, database: Database, closed: AbstractSet[UUID] = frozenset()) -> None:
        self._database, self._closed = database, closed

    def is_closed(self, workspace_id: UUID) -> bool:
        """Whether the workspace was closed, so that nothing is kept of what is said about it."""
        return workspace_id in self._closed

    def transaction(self, envelope: Envelope) -> AbstractAsyncContextManager[Work]:
        """A write transaction in the event's workspace, under its correlation id."""
        return self._work(envelope.workspace_id, envelope.correlation_id)

    async def admit(self, transaction: Work, envelope: Envelope) -> bool:
        """Write the row; a competitor that holds it uncommitted is waited for."""
        if self.is_closed(envelope.workspace_id):
            return False
        if envelope.type in REPEATABLE:
            transaction.gather(ADMIT_UNASKED, _names(transaction, envelope.id))
            return True
        return await _admit(transaction, envelope.id)

    async def count_failure(self, envelope: Envelope, error: str, deliveries: int) -> int:
        """The broker's count is enough here: when its consumer is lost, the attempts only begin again."""
        del envelope, error
        return deliveries

    async def park(self, parked: Parked) -> None:
        """Keep the event as a dead letter and mark it seen, so that the notifier does not repeat it."""
        if self.is_closed(parked.workspace_id):
            return
        async with self._work(parked.workspace_id, parked.correlation_id) as work:
            await _admit(work, parked.event_id)
            await dead_letters.park(
                work,
                consumer=CONSUMER,
                event_id=parked.event_id,
                event_type=parked.type,
                error=parked.error,
                attempts=parked.attempts,
                parked_at=now(),
            )

    @asynccontextmanager
    async def _work(self, workspace_id: UUID, correlation_id: str) -> AsyncIterator[Work]:
        try:
            async with self._database.work(system_actor(workspace_id), correlation_id=correlation_id) as work:
                yield work
        except (SQLAlchemyError, Unavailable) as error:
            if isinstance(error, Unavailable) or isinstance(translate(error), Unavailable):
                # The consumer counts what the event is to blame for, and a database that is away is not.
                raise ConnectionError(str(error)) from error
            raise


async def forget(work: Work, event_id: UUID) -> None:
    """Unsee an event; its sender notices within minutes and says it once more."""
    await work.session.execute(FORGET, _names(work, event_id))


async def _admit(work: Work, event_id: UUID) -> bool:
    return bool((await work.session.execute(ADMIT, _names(work, event_id))).scalar())


def _names(work: Work, event_id: UUID) -> dict[str, object]:
    return {"workspace_id": work.workspace_id, "consumer": CONSUMER, "event_id": event_id}
