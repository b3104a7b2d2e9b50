from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from services.api.projects.planning.tasks.domain import TaskStatus
from services.api.web.fields import Change, Creation, Day, ExternalRef, ExternalRefs, Name, Prose

MAXIMUM_DEPENDENCIES = 200

Days = Annotated[Decimal, Field(ge=0, max_digits=8, decimal_places=2)]
Percent = Annotated[int, Field(ge=0, le=100)]
DependsOn = Annotated[
    list[UUID],
    Field(max_length=MAXIMUM_DEPENDENCIES, description="Tasks of the same project that must end before."),
    AfterValidator(lambda ids: list(dict.fromkeys(ids))),
]


class Estimate(BaseModel):
    """Working days; one value is enough, three where a spread is wanted."""

    model_config = ConfigDict(extra="forbid")

    optimistic: Days | None = None
    likely: Days = Field(examples=[3])
    pessimistic: Days | None = None


class EstimateRead(BaseModel):
    optimistic: float | None
    likely: float
    pessimistic: float | None


class TaskCreate(Creation):
    title: Name = Field(examples=["Agree the cut-over weekend"])
    description: Prose | None = None
    phase_id: UUID | None = None
    assignee_id: UUID | None = Field(default=None, description="The member who does it.")
    assignee_contact_id: UUID | None = Field(default=None, description="Or the contact of a customer who does it.")
    status: TaskStatus | None = Field(default=None, description="`todo`, unless percent_complete tells otherwise.")
    percent_complete: Percent | None = None
    starts_on: Day | None = None
    due_on: Day | None = None
    estimate: Estimate | None = None
    depends_on: DependsOn = []
    external_refs: ExternalRefs = []


class TaskUpdate(Change):
    required: ClassVar[frozenset[str]] = frozenset(
        {"title", "status", "percent_complete", "depends_on", "external_refs"}
    )

    title: Name | None = None
    description: Prose | None = None
    phase_id: UUID | None = None
    assignee_id: UUID | None = None
    assignee_contact_id: UUID | None = None
    status: TaskStatus | None = None
    percent_complete: Percent | None = None
    starts_on: Day | None = None
    due_on: Day | None = None
    estimate: Estimate | None = None
    depends_on: DependsOn | None = None
    external_refs: ExternalRefs | None = None
    after_id: UUID | None = Field(default=None, description="Move it right after this task on the board.")
    before_id: UUID | None = Field(default=None, description="Move it right before this task on the board.")


class TaskRead(BaseModel):
    id: UUID
    project_id: UUID
    phase_id: UUID | None
    title: str
    description: str | None
    status: TaskStatus
    percent_complete: int
    assignee_id: UUID | None
    assignee_contact_id: UUID | None
    starts_on: date | None
    due_on: date | None
    estimate: EstimateRead | None
    depends_on: list[UUID]
    external_refs: list[ExternalRef]
    created_at: datetime
    updated_at: datetime
    version: int


class TaskPage(BaseModel):
    items: list[TaskRead]
    next_cursor: str | None
