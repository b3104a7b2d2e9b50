"""How a consumer answers the broker, with an inbox kept in memory."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from services.contracts.envelope import Envelope
from services.contracts.events.customers import CustomerCreated
from services.kit.backoff import Backoff
from services.kit.broker import MESSAGE_ID, Incoming
from services.kit.consumer import REPLAY_HEADER, Consumer, Parked
from services.kit.correlation import correlation_id
from services.kit.telemetry import BROKER_HEADER
from tests.support.envelopes import envelope_of


@dataclass
class MemoryInbox:
    """Transactions are lists; what is in one when it is left normally is kept."""

    seen: set[UUID] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)
    failures: dict[UUID, int] = field(default_factory=dict)
    parked: list[Parked] = field(default_factory=list)

    def transaction(self, envelope: Envelope) -> AbstractAsyncContextManager[list[str]]:
        return self._transaction(envelope)

    @asynccontextmanager
    async def _transaction(self, envelope: Envelope) -> AsyncIterator[list[str]]:
        effects: list[str] = []
        yield effects
        self.kept += effects
        self.seen.add(envelope.id)

    async def admit(self, _transaction: list[str], envelope: Envelope) -> bool:
        return envelope.id not in self.seen

    async def count_failure(self, envelope: Envelope, _error: str, _deliveries: int) -> int:
        self.failures[envelope.id] = self.failures.get(envelope.id, 0) + 1
        return self.failures[envelope.id]

    async def park(self, parked: Parked) -> None:
        self.parked.append(parked)
        self.seen.add(parked.event_id)


@dataclass
class Answers:
    """What the broker was told."""

    said: list[str] = field(default_factory=list)

    def message(
        self, envelope: Envelope, headers: dict[str, str] | None = None, *, payload: bytes | None = None
    ) -> Incoming:
        async def ack() -> None:
            self.said.append("ack")

        async def retry_after(seconds: float) -> None:
            self.said.append(f"again in {seconds}")

        async def discard() -> None:
            self.said.append("discard")

        return Incoming(
            subject=envelope.channel,
            payload=payload if payload is not None else envelope.model_dump_json().encode(),
            headers={MESSAGE_ID: str(envelope.id), BROKER_HEADER: envelope.correlation_id, **(headers or {})},
            deliveries=1,
            ack=ack,
            retry_after=retry_after,
            discard=discard,
        )


EVENT = envelope_of(CustomerCreated(name="Kiln", kind="company"))
PACE = Backoff(first=1.0, most=4.0, spread=0.0)


async def keep_name(transaction: list[str], envelope: Envelope) -> None:
    transaction.append(envelope.data["name"])


def raising(error: Exception) -> Callable[[list[str], Envelope], object]:
    async def fail(transaction: list[str], _envelope: Envelope) -> None:
        transaction.append("half done")
        raise error

    return fail


async def test_a_new_event_takes_effect_and_a_repeated_one_does_not() -> None:
    inbox, answers = MemoryInbox(), Answers()
    consumer = Consumer("test", inbox, keep_name)
    await consumer.receive(answers.message(EVENT))
    await consumer.receive(answers.message(EVENT))
    assert (inbox.kept, answers.said) == (["Kiln"], ["ack", "ack"])


async def test_effects_run_under_the_events_correlation_id() -> None:
    seen: list[str] = []

    async def note(_transaction: list[str], _envelope: Envelope) -> None:
        seen.append(correlation_id())

    await Consumer("test", MemoryInbox(), note).receive(Answers().message(EVENT))
    assert seen == ["test-correlation"]


async def test_a_failing_event_is_put_off_longer_each_time_leaves_nothing_and_is_parked_in_the_end() -> None:
    inbox, answers = MemoryInbox(), Answers()
    consumer = Consumer("test", inbox, raising(ValueError("no subject")), most_attempts=4, retry=PACE)  # type: ignore[arg-type]
    for _ in range(4):
        await consumer.receive(answers.message(EVENT))
    assert answers.said == ["again in 1.0", "again in 2.0", "again in 4.0", "discard"]
    assert inbox.kept == []
    (parked,) = inbox.parked
    assert (parked.event_id, parked.attempts, parked.error) == (EVENT.id, 4, "ValueError: no subject")
    assert Envelope.model_validate_json(parked.payload) == EVENT


@pytest.mark.parametrize("error", [ConnectionError("gone"), TimeoutError()])
async def test_a_database_that_is_away_is_no_fault_of_the_event(error: Exception) -> None:
    inbox, answers = MemoryInbox(), Answers()
    consumer = Consumer("test", inbox, raising(error), retry=PACE)  # type: ignore[arg-type]
    await consumer.receive(answers.message(EVENT))
    assert answers.said[0].startswith("again in 0.")
    assert inbox.failures == {}


async def test_a_message_that_cannot_be_read_is_parked_without_its_words_in_the_reason() -> None:
    inbox, answers = MemoryInbox(), Answers()
    await Consumer("test", inbox, keep_name).receive(answers.message(EVENT, payload=b'{"secret words": 1}'))
    assert answers.said == ["discard"]
    assert inbox.parked[0].workspace_id == EVENT.workspace_id
    assert "secret words" not in inbox.parked[0].error


async def test_what_belongs_to_nobody_is_discarded() -> None:
    inbox, answers = MemoryInbox(), Answers()
    message = answers.message(EVENT, {MESSAGE_ID: "not an id"}, payload=b"{}")
    await Consumer("test", inbox, keep_name).receive(message)
    assert (answers.said, inbox.parked) == (["discard"], [])


async def test_ignored_types_are_acknowledged_unseen() -> None:
    inbox, answers = MemoryInbox(), Answers()
    await Consumer("test", inbox, keep_name, ignored=frozenset({EVENT.type})).receive(answers.message(EVENT))
    assert (answers.said, inbox.seen) == (["ack"], set())


async def test_a_replayed_event_is_only_learned_from_and_every_time() -> None:
    inbox, answers = MemoryInbox(), Answers()
    consumer = Consumer("test", inbox, raising(AssertionError("told somebody")), relearn=keep_name)  # type: ignore[arg-type]
    for _ in range(2):
        await consumer.receive(answers.message(EVENT, {REPLAY_HEADER: "1"}))
    assert (inbox.kept, answers.said) == (["Kiln", "Kiln"], ["ack", "ack"])


async def test_what_comes_in_a_crowd_is_taken_in_together_and_each_message_is_answered() -> None:
    answers, crowds = Answers(), list[list[UUID]]()

    async def together(envelopes: Sequence[Envelope]) -> set[UUID]:
        crowds.append([envelope.id for envelope in envelopes])
        return {envelopes[0].id}

    consumer = Consumer("test", MemoryInbox(), raising(AssertionError("alone")), together=together)  # type: ignore[arg-type]
    events = [envelope_of(CustomerCreated(name=name, kind="company")) for name in ("Kiln", "Loom")]
    await consumer.receive_all([answers.message(event) for event in events])

    assert crowds == [[event.id for event in events]]
    assert answers.said == ["ack", "ack"]


async def test_one_that_fails_in_a_crowd_holds_back_no_other() -> None:
    inbox, answers = MemoryInbox(), Answers()

    async def together(_envelopes: Sequence[Envelope]) -> set[UUID]:
        raise ValueError("one of them is poison")

    async def keep_unless_poison(transaction: list[str], envelope: Envelope) -> None:
        if envelope.data["name"] == "Poison":
            raise ValueError("poison")
        transaction.append(envelope.data["name"])

    consumer = Consumer("test", inbox, keep_unless_poison, together=together, retry=PACE)
    names = ("Kiln", "Poison", "Loom")
    events = [envelope_of(CustomerCreated(name=name, kind="company")) for name in names]
    unreadable = answers.message(EVENT, payload=b"{}")
    await consumer.receive_all([*(answers.message(event) for event in events), unreadable])

    assert inbox.kept == ["Kiln", "Loom"]
    assert inbox.failures == {events[1].id: 1}
    assert [parked.event_id for parked in inbox.parked] == [EVENT.id]
    assert answers.said == ["ack", "again in 1.0", "ack", "discard"]


async def test_a_replay_and_an_ignored_type_stay_out_of_the_crowd() -> None:
    inbox, answers = MemoryInbox(), Answers()

    async def together(_envelopes: Sequence[Envelope]) -> set[UUID]:
        raise AssertionError("nothing is to be taken in together")

    effects = raising(AssertionError("told somebody"))
    consumer = Consumer("test", inbox, effects, relearn=keep_name, together=together)  # type: ignore[arg-type]
    await consumer.receive_all([answers.message(EVENT, {REPLAY_HEADER: "1"})])
    ignoring = Consumer("test", inbox, effects, together=together, ignored=frozenset({EVENT.type}))  # type: ignore[arg-type]
    await ignoring.receive_all([answers.message(EVENT)])

    assert inbox.kept == ["Kiln"]
    assert answers.said == ["ack", "ack"]
