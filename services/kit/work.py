"""One write transaction: its session, who acts, and the events it records."""

from dataclasses import dataclass
from uuid import UUID

from services.contracts.envelope import Subject
from services.contracts.payload import Payload
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.gathering import Part, Row
from services.kit.ids import new_id
from services.kit.session import WorkSession

_EVENT = (
    "workspace_id uuid, id uuid, type text, version int, occurred_at timestamptz, actor jsonb, subject_kind text,"
    " subject_id uuid, sequence int, correlation_id text, follows uuid, project_id uuid, is_private boolean,"
    " data jsonb, personal jsonb"
)
_NAMES = ", ".join(column.split()[0] for column in _EVENT.split(", "))
EVENTS = Part(f"INSERT INTO rapport.events ({_NAMES}) SELECT {_NAMES} FROM {{rows}} AS r({_EVENT})")  # noqa: S608 - our own names
OUTBOX = Part(
    "INSERT INTO rapport.outbox (workspace_id, event_id, created_at) SELECT workspace_id, id, occurred_at"
    " FROM {rows} AS r(workspace_id uuid, id uuid, occurred_at timestamptz)"
)


def of_written(part: str) -> tuple[Part, Part]:
    """The same two for events that took place only where the named part wrote their subject and returned its `id`."""
    events = f"{EVENTS.sql} WHERE r.subject_id IN (SELECT id FROM {part}) RETURNING id"  # noqa: S608 - our own names
    name = f"events_of_{part}"
    return Part(events, name=name), Part(f"{OUTBOX.sql} WHERE r.id IN (SELECT id FROM {name})")  # noqa: S608


@dataclass(slots=True)
class Work:
    """What a use case writes with. Services flush through `session` and never commit; the boundary does."""

    session: WorkSession
    actor: Actor
    correlation_id: str

    @property
    def workspace_id(self) -> UUID:
        """The workspace every row of this transaction belongs to."""
        return self.actor.workspace_id

    def record(
        self,
        payload: Payload,
        *,
        subject: Subject,
        sequence: int,
        project_id: UUID | None = None,
        is_private: bool = False,
        follows: UUID | None = None,
        parts: tuple[Part, Part] = (EVENTS, OUTBOX),
    ) -> UUID:
        """Say that something happened; it becomes durable with the rows of this transaction. Returns the event's id."""
        data, personal = payload.split()
        event_id = new_id()
        event = {
            "workspace_id": self.workspace_id,
            "id": event_id,
            "type": payload.TYPE,
            "version": payload.VERSION,
            "occurred_at": now(),
            "actor": self.actor.reference(),
            "subject_kind": subject.kind,
            "subject_id": subject.id,
            "sequence": sequence,
            "correlation_id": self.correlation_id,
            "follows": follows,
            "project_id": project_id,
            "is_private": is_private,
            "data": data,
            "personal": personal,
        }
        events, outbox = parts
        self.gather(events, event)
        self.gather(outbox, {name: event[name] for name in ("workspace_id", "id", "occurred_at")})
        return event_id

    def gather(self, part: Part, *rows: Row) -> None:
        """Write rows in the one statement that ends the transaction, or before anything is asked of the database."""
        self.session.gathered.add(part, rows)
