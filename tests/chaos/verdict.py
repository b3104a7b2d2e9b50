"""What must agree after a crash: the clients' log, the tables, the events, the outbox, the ledger and the mail server.

Pure: evidence in, faults out, so that the judge itself can be tried without a crash.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import quantiles
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A write that a client was told is done; `intent` is the client's own name for it."""

    kind: str
    id: UUID
    version: int
    intent: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it stands in its table."""

    kind: str
    id: UUID
    version: int
    intent: str


@dataclass(frozen=True, slots=True)
class Said:
    """An event of the log."""

    id: UUID
    kind: str
    subject_id: UUID
    sequence: int


@dataclass(frozen=True, slots=True)
class Queued:
    """An outbox row."""

    event_id: UUID
    is_published: bool


@dataclass(frozen=True, slots=True)
class Ledgered:
    """A row of the delivery ledger."""

    event_id: UUID
    recipient_id: UUID
    channel: str
    status: str
    message_id: str | None
    id: UUID | None = None
    digest_id: UUID | None = None

    @property
    def is_digest(self) -> bool:
        """Whether the row is a mail that stands for others: its event is itself."""
        return self.id is not None and self.id == self.event_id


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail that the mail server accepted."""

    message_id: str
    recipient: str


Told = tuple[UUID, UUID, str]


@dataclass
class Evidence:
    """What each party remembers. `due` are the deliveries that the rules owe: event, recipient, channel."""

    acknowledged: list[Acknowledged] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    events: list[Said] = field(default_factory=list)
    outbox: list[Queued] = field(default_factory=list)
    positions: list[tuple[int, UUID]] = field(default_factory=list)
    inbox: list[UUID] = field(default_factory=list)
    due: set[Told] = field(default_factory=set)
    ledger: list[Ledgered] = field(default_factory=list)
    mails: list[Mailed] = field(default_factory=list)


@dataclass
class Verdict:
    """Faults by name; none means that everybody remembers the same."""

    faults: dict[str, list[str]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def note(self, fault: str, found: Iterable[object]) -> None:
        """Keep what was found, if anything."""
        named = [str(one) for one in found]
        if named:
            self.faults[fault] = named

    def __str__(self) -> str:
        lines = [f"{fault}: {len(found)}, first {found[0]}" for fault, found in sorted(self.faults.items())]
        return "\n".join(lines) or "nothing lost, nothing twice"


def judge(evidence: Evidence, *, most_repeats: int = 0) -> Verdict:
    """Compare everything with everything. `most_repeats` mails may have come again, where the notifier was killed."""
    verdict = Verdict()
    _judge_writes(evidence, verdict)
    _judge_events(evidence, verdict)
    _judge_deliveries(evidence, verdict, most_repeats)
    return verdict


def judge_deliveries(evidence: Evidence) -> Verdict:
    """Compare only what was owed, the ledger and the mail server, where the events were written by no client."""
    verdict = Verdict()
    _judge_deliveries(evidence, verdict, 0)
    return verdict


def judge_writes(evidence: Evidence) -> Verdict:
    """Compare only the clients' log, the tables and the events, where nobody delivered."""
    verdict = Verdict()
    _judge_writes(evidence, verdict)
    _judge_events(evidence, verdict)
    for of_delivery in ("events unpublished", "events without position", "events nobody saw"):
        verdict.faults.pop(of_delivery, None)
    return verdict


def _judge_writes(evidence: Evidence, verdict: Verdict) -> None:
    rows = {(row.kind, row.id): row for row in evidence.rows}
    lost = []
    for write in evidence.acknowledged:
        row = rows.get((write.kind, write.id))
        if row is None or row.version < write.version:
            lost.append(write)
    verdict.note("acknowledged writes lost", lost)
    intents = Counter(row.intent for row in evidence.rows)
    verdict.note("writes done twice", (intent for intent, count in intents.items() if count > 1))


def _judge_events(evidence: Evidence, verdict: Verdict) -> None:
    sequences: dict[UUID, list[int]] = defaultdict(list)
    for event in evidence.events:
        sequences[event.subject_id].append(event.sequence)
    # A row's version counts its events: version 3 was made by the events 1, 2 and 3.
    unsaid = [row for row in evidence.rows if not set(range(1, row.version + 1)) <= set(sequences[row.id])]
    verdict.note("rows without their event", unsaid)
    versions = {row.id: row.version for row in evidence.rows}
    unfounded = [event for event in evidence.events if event.sequence > versions.get(event.subject_id, 0)]
    verdict.note("events without their row", unfounded)
    twice = [subject for subject, found in sequences.items() if len(found) != len(set(found))]
    verdict.note("events said twice", twice)
    _judge_publication(evidence, verdict)


def _judge_publication(evidence: Evidence, verdict: Verdict) -> None:
    events = {event.id for event in evidence.events}
    queued = {entry.event_id for entry in evidence.outbox}
    verdict.note("events without outbox row", events - queued)
    verdict.note("events unpublished", (entry.event_id for entry in evidence.outbox if not entry.is_published))
    placed = [event_id for _, event_id in evidence.positions]
    verdict.note("events without position", events - set(placed))
    verdict.note("events with two positions", _repeated(placed))
    verdict.note("positions given twice", _repeated(position for position, _ in evidence.positions))
    verdict.note("events nobody saw", events - set(evidence.inbox))


def _judge_deliveries(evidence: Evidence, verdict: Verdict, most_repeats: int) -> None:
    told = [(row.event_id, row.recipient_id, row.channel) for row in evidence.ledger]
    verdict.note("deliveries twice in the ledger", _repeated(told))
    verdict.note("deliveries owed but not planned", evidence.due - set(told))
    sent = {row.id for row in evidence.ledger if row.status == "sent"}
    verdict.note(
        "deliveries not sent",
        (row for row in evidence.ledger if row.status != "sent" and not (row.digest_id and row.digest_id in sent)),
    )
    filled = {row.digest_id for row in evidence.ledger}
    verdict.note("empty digests", (row for row in evidence.ledger if row.is_digest and row.id not in filled))
    mailed = [row for row in evidence.ledger if row.channel == "email" and row.status == "sent"]
    accepted = Counter((mail.message_id, mail.recipient) for mail in evidence.mails)
    seen = {message_id for message_id, _ in accepted}
    verdict.note("mails in the ledger that never arrived", (row for row in mailed if row.message_id not in seen))
    known = {row.message_id for row in evidence.ledger}
    verdict.note("mails that no ledger row explains", seen - known)
    again = [mail for mail, count in accepted.items() for _ in range(count - 1)]
    verdict.note("mails that came twice", again if len(again) > most_repeats else ())


def best_ratio(rounds: Iterable[tuple[list[float], list[float]]]) -> float:
    """The ratio of the 99th percentiles of `(normal, disturbed)`, each of its quickest round.

    On a shared machine any round may be slow for another reason; what really waits is slow in every round.
    """
    normal, disturbed = zip(*rounds, strict=True)
    return min(map(_p99, disturbed)) / min(map(_p99, normal))


def out_of_order(told: Iterable[tuple[UUID, int, float]]) -> list[tuple[UUID, int]]:
    """Of `(record, position, moment)`: what was told of a record earlier than something that happened before it."""
    last: dict[UUID, float] = {}
    found = []
    for record, position, moment in sorted(told, key=lambda one: one[1]):
        if moment < last.get(record, moment):
            found.append((record, position))
        last[record] = max(moment, last.get(record, moment))
    return found


def _p99(seconds: list[float]) -> float:
    return quantiles(seconds, n=100)[98]


def _repeated(found: Iterable[object]) -> list[object]:
    return [one for one, count in Counter(found).items() if count > 1]
