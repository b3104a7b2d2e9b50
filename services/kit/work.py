"""One write transaction: its session, who acts, and the events it records."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.contracts.envelope import Subject
from services.contracts.payload import Payload
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.ids import new_id

RECORD = text(
    """
    WITH said AS (
      SELECT * FROM jsonb_to_recordset(cast(:events AS jsonb)) AS e(
        id uuid, type text, version int, occurred_at timestamptz, actor jsonb, subject_kind text, subject_id uuid,
        sequence int, correlation_id text, follows uuid, project_id uuid, is_private boolean,
        data jsonb, personal jsonb)
    ), kept AS (
      INSERT INTO rapport.events (workspace_id, id, type, version, occurred_at, actor, subject_kind, subject_id,
        sequence, correlation_id, follows, project_id, is_private, data, personal)
      SELECT :workspace_id, id, type, version, occurred_at, actor, subject_kind, subject_id,
        sequence, correlation_id, follows, project_id, is_private, data, personal FROM said
    )
    INSERT INTO rapport.outbox (workspace_id, event_id, created_at)
    SELECT :workspace_id, id, occurred_at FROM said
    """
)


@dataclass(slots=True)
class Work:
    """What a use case writes with. Services flush through `session` and never commit; the boundary does."""

    session: AsyncSession
    actor: Actor
    correlation_id: str
    _said: list[dict[str, Any]] = field(default_factory=list)

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
    ) -> UUID:
        """Say that something happened; it becomes durable with the rows of this transaction. Returns the event's id."""
        data, personal = payload.split()
        event_id = new_id()
        self._said.append(
            {
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
        )
        return event_id

    async def write_events(self) -> None:
        """Write what was recorded; the transaction boundary calls it once, before its commit."""
        if not self._said:
            return
        events = orjson.dumps(self._said, default=str).decode()
        await self.session.flush()
        await self.session.execute(RECORD, {"workspace_id": self.workspace_id, "events": events})
        self._said.clear()
