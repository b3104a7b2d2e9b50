"""What every event carries, whoever says it."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class Subject(BaseModel):
    """The record an event is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    id: UUID


class EventActor(BaseModel):
    """Who caused it, by id only. An import acts for somebody, and nobody is told of what it loads."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Literal["user", "api_key", "system", "source"]
    id: str | None = None
    is_import: bool = False


class Envelope(BaseModel):
    """One event on its way. Readers ignore fields they do not know, so that writers may add some."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    type: str
    version: int = 1
    occurred_at: datetime
    workspace_id: UUID
    actor: EventActor
    subject: Subject
    sequence: int
    position: int | None = None
    correlation_id: str
    follows: UUID | None = None
    project_id: UUID | None = None
    is_private: bool = False
    data: dict[str, Any]
    personal: dict[str, Any] | None = None

    @property
    def channel(self) -> str:
        """The broker subject: `rapport.<workspace_id>.<type>`."""
        return f"rapport.{self.workspace_id}.{self.type}"
