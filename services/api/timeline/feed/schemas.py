from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from services.api.web.fields import Instant
from services.contracts.envelope import EventActor, Subject
from services.kit.actor import ActorKind

MAXIMUM_POSITION = 2**62

Types = Annotated[list[str] | None, Query(max_length=60, description="Only these types; repeat the parameter.")]
Kinds = Annotated[list[str] | None, Query(max_length=20, description="Only about these kinds of records; repeat.")]
SubjectId = Annotated[UUID | None, Query(description="Only about this record.")]
ActorId = Annotated[UUID | None, Query(description="Only what this member or API key did.")]
ByKind = Annotated[ActorKind | None, Query(description="Only what people, API keys, sources or Rapport itself did.")]
ProjectId = Annotated[UUID | None, Query(description="Only what happened in this project.")]
Since = Annotated[Instant | None, Query(description="Only from this instant on.")]
Until = Annotated[Instant | None, Query(description="Only before this instant.")]


class EventRead(BaseModel):
    """Something that happened."""

    id: UUID
    type: str
    version: int
    occurred_at: datetime
    workspace_id: UUID
    actor: EventActor
    actor_name: str | None = Field(default=None, description="Told where the newest come first.")
    subject: Subject
    sequence: int
    position: int
    correlation_id: str
    follows: UUID | None
    project_id: UUID | None
    is_private: bool
    data: dict[str, Any]
    personal: dict[str, Any] | None


class EventPage(BaseModel):
    """Onwards: `next_after` is the `after` of the next page, and there may be nothing there yet. Newest first:
    `next_cursor` is the `before` of the next page."""

    items: list[EventRead]
    next_after: int
    next_cursor: str | None
