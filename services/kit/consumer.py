"""Taking events in: the inbox row and what the event causes are one transaction, then the broker is answered.

The inbox is the guarantee that nothing takes effect twice; the broker's own window only saves work. An event that
keeps failing is parked where people see it and can replay it.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import ValidationError

from services.contracts.envelope import Envelope
from services.kit.backoff import Backoff
from services.kit.broker import Incoming
from services.kit.clock import now
from services.kit.listening import CONNECTION_ERRORS
from services.kit.metrics import CONSUMED, DEAD_LETTERS, EVENT_AGE, RETRIES
from services.kit.telemetry import BROKER_HEADER, correlated, logger

MOST_ATTEMPTS = 8
RETRY = Backoff(first=0.5, most=30.0)
# A database that is away comes back for all events at once; none should then still wait for long.
AWAY = Backoff(first=0.5, most=2.0)
ERROR_LENGTH = 2000
REPLAY_HEADER = "Replay"

log = logger(__name__)

Transaction = TypeVar("Transaction")
Effects = Callable[[Transaction, Envelope], Awaitable[None]]
Together = Callable[[Sequence[Envelope]], Awaitable[Collection[UUID]]]


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that was given up: what it was, as it came, and why."""

    event_id: UUID
    workspace_id: UUID
    type: str
    correlation_id: str
    payload: bytes
    error: str
    attempts: int


class Inbox(Protocol[Transaction]):
    """Where one consumer keeps what it has seen, in its own schema."""

    def transaction(self, envelope: Envelope, /) -> AbstractAsyncContextManager[Transaction]:
        """Open a transaction for this event: leaving commits, raising rolls back."""

    async def admit(self, transaction: Transaction, envelope: Envelope, /) -> bool:
        """Write the inbox row; False when it is there already, so that the event has no effect again."""

    async def count_failure(self, envelope: Envelope, error: str, deliveries: int, /) -> int:
        """Remember one more failed attempt and return how many there were; `deliveries` is the broker's own count."""

    async def park(self, parked: Parked, /) -> None:
        """Keep the event as a dead letter and as seen, in one transaction of its own."""


async def take_in_once(inbox: Inbox[Transaction], envelope: Envelope, effects: Effects[Transaction]) -> bool:
    """Keep that the event was seen and what it causes in one transaction; False where it was seen before."""
    async with inbox.transaction(envelope) as transaction:
        is_new = await inbox.admit(transaction, envelope)
        if is_new:
            await effects(transaction, envelope)
    return is_new


class Consumer(Generic[Transaction]):
    """The receiver of a subscription: `Subscription(broker, durable, consumer.receive_all)`.

    `ignored` types are acknowledged unseen. `relearn` is what an event of a replay causes in place of the effects: it
    may rebuild what was learned, as often as wanted, and must tell nobody anything. `together` takes several events in
    at once, in their order, and says which of them were new; where it raises, each is taken in by itself, so that one
    that fails holds back no other.
    """

    def __init__(
        self,
        name: str,
        inbox: Inbox[Transaction],
        effects: Effects[Transaction],
        *,
        ignored: frozenset[str] = frozenset(),
        relearn: Effects[Transaction] | None = None,
        together: Together | None = None,
        most_attempts: int = MOST_ATTEMPTS,
        retry: Backoff = RETRY,
    ) -> None:
        self._name, self._inbox, self._effects = name, inbox, effects
        self._ignored, self._relearn, self._together = ignored, relearn, together
        self._most_attempts, self._retry = most_attempts, retry

    async def receive_all(self, messages: Sequence[Incoming]) -> None:
        """Take messages in, those that can be together, and answer the broker as `receive` does."""
        joined: list[tuple[Incoming, Envelope]] = []
        alone: list[Incoming] = []
        for message in messages:
            envelope = self._joining(message)
            if envelope is None:
                alone.append(message)
            else:
                joined.append((message, envelope))
        alone = [*await self._receive_together(joined), *alone]
        for message in alone:
            await self.receive(message)

    async def receive(self, message: Incoming) -> None:
        """Take one message in and answer the broker: acknowledged, again later, or parked."""
        if message.subject.split(".", 2)[-1] in self._ignored:
            await message.ack()
            return
        with correlated(message.headers.get(BROKER_HEADER)):
            try:
                envelope = Envelope.model_validate_json(message.payload)
            except ValidationError as error:
                await self._park_unreadable(message, error)
                return
            try:
                if REPLAY_HEADER in message.headers:
                    await self._learn_again(envelope)
                    is_new = False
                else:
                    is_new = await self._take_in(envelope)
            except CONNECTION_ERRORS as error:
                # The database is away: no fault of this event, so it is not counted against it.
                log.warning("event postponed", event_id=str(envelope.id), error=repr(error))
                await self._postpone(message, AWAY.after(message.deliveries))
            except Exception as error:
                await self._fail(message, envelope, error)
            else:
                await message.ack()
                CONSUMED.labels(self._name, "taken" if is_new else "repeated").inc()

    def _joining(self, message: Incoming) -> Envelope | None:
        """The event of a message that can be taken in with others; None where it goes its own way."""
        is_ignored = message.subject.split(".", 2)[-1] in self._ignored
        if self._together is None or is_ignored or REPLAY_HEADER in message.headers:
            return None
        try:
            return Envelope.model_validate_json(message.payload)
        except ValidationError:
            return None

    async def _receive_together(self, joined: Sequence[tuple[Incoming, Envelope]]) -> list[Incoming]:
        """Returns the messages that have to be taken in one by one."""
        if not joined or self._together is None:
            return []
        try:
            new = set(await self._together([envelope for _, envelope in joined]))
        except Exception as error:
            log.warning("events are taken in one by one", count=len(joined), error=describe(error))
            return [message for message, _ in joined]
        for message, envelope in joined:
            await message.ack()
            if envelope.id in new:
                self._note_age(envelope)
        CONSUMED.labels(self._name, "taken").inc(len(new))
        CONSUMED.labels(self._name, "repeated").inc(len(joined) - len(new))
        return []

    async def _take_in(self, envelope: Envelope) -> bool:
        is_new = await take_in_once(self._inbox, envelope, self._effects)
        if is_new:
            self._note_age(envelope)
        return is_new

    def _note_age(self, envelope: Envelope) -> None:
        EVENT_AGE.labels(self._name).observe(max(0.0, (now() - envelope.occurred_at).total_seconds()))

    async def _learn_again(self, envelope: Envelope) -> None:
        if self._relearn is not None:
            async with self._inbox.transaction(envelope) as transaction:
                await self._relearn(transaction, envelope)

    async def _fail(self, message: Incoming, envelope: Envelope, error: Exception) -> None:
        described = describe(error)
        try:
            attempts = await self._inbox.count_failure(envelope, described, message.deliveries)
            log.error(
                "event failed",
                event_id=str(envelope.id),
                event_type=envelope.type,
                attempts=attempts,
                error=described,
                exc_info=_shown(error),
            )
            RETRIES.labels(self._name).inc()
            if attempts < self._most_attempts:
                await self._postpone(message, self._retry.after(attempts))
                return
            await self._park(message, _parked(envelope, message.payload, described, attempts))
        except CONNECTION_ERRORS as away:
            log.warning("event postponed", event_id=str(envelope.id), error=repr(away))
            await self._postpone(message, AWAY.after(message.deliveries))

    async def _park(self, message: Incoming, parked: Parked) -> None:
        await self._inbox.park(parked)
        await message.discard()
        DEAD_LETTERS.labels(self._name).inc()
        CONSUMED.labels(self._name, "parked").inc()
        log.error("event parked", event_id=str(parked.event_id), event_type=parked.type, attempts=parked.attempts)

    async def _park_unreadable(self, message: Incoming, error: ValidationError) -> None:
        try:
            _, workspace_id, event_type = message.subject.split(".", 2)
            parked = Parked(
                event_id=UUID(message.message_id or ""),
                workspace_id=UUID(workspace_id),
                type=event_type,
                correlation_id=message.headers.get(BROKER_HEADER, ""),
                payload=message.payload,
                error=describe(error),
                attempts=message.deliveries,
            )
        except ValueError:
            # Nothing says whose it is, so there is nobody to show it to but the operator.
            log.error("message that is no event was discarded", subject=message.subject)
            CONSUMED.labels(self._name, "discarded").inc()
            await message.discard()
            return
        try:
            await self._park(message, parked)
        except CONNECTION_ERRORS:
            await self._postpone(message, AWAY.after(message.deliveries))

    async def _postpone(self, message: Incoming, seconds: float) -> None:
        CONSUMED.labels(self._name, "postponed").inc()
        await message.retry_after(seconds)


def describe(error: BaseException) -> str:
    """An error in one line for people who did not write the code; never the values of a validation error."""
    if isinstance(error, ValidationError):
        faults = "; ".join(f"{'/'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()[:5])
        return f"The event does not have the agreed form: {faults}"[:ERROR_LENGTH]
    return f"{type(error).__name__}: {error}"[:ERROR_LENGTH]


def _shown(error: Exception) -> Exception | None:
    """The traceback of a bug; that of a validation error would print the values, and so people's words."""
    return None if isinstance(error, ValidationError) else error


def _parked(envelope: Envelope, payload: bytes, error: str, attempts: int) -> Parked:
    return Parked(
        event_id=envelope.id,
        workspace_id=envelope.workspace_id,
        type=envelope.type,
        correlation_id=envelope.correlation_id,
        payload=payload,
        error=error,
        attempts=attempts,
    )
