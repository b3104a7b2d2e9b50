"""What a timeline shows, and where."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

SubjectKind = Literal["customer", "contact", "project"]


@dataclass(frozen=True)
class TimelineSubject:
    """Where an entry shows."""

    kind: SubjectKind
    id: UUID


@dataclass(frozen=True)
class TimelineThing:
    """What an entry shows: its type, its instant, and the fields a list needs (JSON values)."""

    type: str
    id: UUID
    occurred_at: datetime
    summary: dict[str, Any] = field(default_factory=dict)
    restricted_to: list[UUID] | None = None
