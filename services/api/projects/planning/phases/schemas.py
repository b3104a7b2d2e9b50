from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.web.fields import Change, Creation, Day, Name

PhaseStatus = Literal["planned", "active", "completed"]
Position = Annotated[int, Field(ge=0, le=1_000_000, description="Phases are listed by it, the lowest first.")]


class PhaseCreate(Creation):
    name: Name = Field(examples=["Design"])
    status: PhaseStatus = "planned"
    position: Position | None = Field(default=None, description="After the last phase, unless given.")
    starts_on: Day | None = None
    due_on: Day | None = None


class PhaseUpdate(Change):
    required: ClassVar[frozenset[str]] = frozenset({"name", "status", "position"})

    name: Name | None = None
    status: PhaseStatus | None = None
    position: Position | None = None
    starts_on: Day | None = None
    due_on: Day | None = None


class PhaseRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    project_id: UUID
    name: str
    position: int
    status: PhaseStatus
    starts_on: date | None
    due_on: date | None
    created_at: datetime
    updated_at: datetime
    version: int


class PhasePage(BaseModel):
    items: list[PhaseRead]
    next_cursor: str | None
