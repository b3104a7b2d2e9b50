from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.web.fields import Change, Creation, Day, Name


class MilestoneCreate(Creation):
    name: Name = Field(examples=["Design approved"])
    phase_id: UUID | None = None
    due_on: Day | None = None
    reached_on: Day | None = None


class MilestoneUpdate(Change):
    required: ClassVar[frozenset[str]] = frozenset({"name"})

    name: Name | None = None
    phase_id: UUID | None = None
    due_on: Day | None = None
    reached_on: Day | None = Field(default=None, description="The day it was reached; null takes that back.")


class MilestoneRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    project_id: UUID
    phase_id: UUID | None
    name: str
    due_on: date | None
    reached_on: date | None
    created_at: datetime
    updated_at: datetime
    version: int


class MilestonePage(BaseModel):
    items: list[MilestoneRead]
    next_cursor: str | None
