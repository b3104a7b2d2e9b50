from datetime import date, datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, StringConstraints

from services.api.projects.domain import ProjectStatus
from services.api.projects.keys import PATTERN
from services.api.web.fields import MAXIMUM_LIST, Change, Creation, Day, ExternalRef, ExternalRefs, Name, Prose, Tags
from services.api.web.money import Budget, Money

KEY = "Short and unique in the workspace: 2 to 10 letters and digits, kept in upper case."
PRIORITIES = "Ranked, the most important first: for example time, scope, cost, quality."


def _distinct(ids: list[UUID]) -> list[UUID]:
    return list(dict.fromkeys(ids))


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


Key = Annotated[
    str, BeforeValidator(_upper), StringConstraints(pattern=PATTERN), Field(description=KEY, examples=["WAR"])
]
CustomerIds = Annotated[list[UUID], Field(max_length=MAXIMUM_LIST), AfterValidator(_distinct)]


class ProjectCreate(Creation):
    name: Name = Field(examples=["Warehouse automation rollout"])
    key: Key | None = Field(default=None, description=f"{KEY} Made from the name when none is given.")
    customer_ids: CustomerIds = []
    starts_on: Day | None = None
    due_on: Day | None = None
    status: ProjectStatus = "draft"
    objective: Prose | None = None
    priorities: Tags = Field(default=[], description=PRIORITIES)
    budget: Budget | None = None
    is_private: bool = Field(default=False, description="Seen only by its members, and by owners and admins.")
    manager_id: UUID | None = Field(default=None, description="The member who answers for it; you, unless given.")
    external_refs: ExternalRefs = []


class ProjectUpdate(Change):
    required: ClassVar[frozenset[str]] = frozenset(
        {"name", "key", "customer_ids", "status", "priorities", "is_private", "external_refs"}
    )

    name: Name | None = None
    key: Key | None = None
    customer_ids: CustomerIds | None = None
    starts_on: Day | None = None
    due_on: Day | None = None
    status: ProjectStatus | None = None
    objective: Prose | None = None
    priorities: Tags | None = None
    budget: Budget | None = None
    is_private: bool | None = None
    manager_id: UUID | None = None
    external_refs: ExternalRefs | None = None


class ProjectRead(BaseModel):
    id: UUID
    name: str
    key: str
    status: ProjectStatus
    customer_ids: list[UUID]
    objective: str | None
    starts_on: date | None
    due_on: date | None
    priorities: list[str]
    budget: Money | None
    manager_id: UUID | None
    member_ids: list[UUID]
    is_private: bool
    external_refs: list[ExternalRef]
    task_count: int
    open_task_count: int
    progress: int = Field(ge=0, le=100, description="The mean percent complete of its tasks; 0 without tasks.")
    created_at: datetime
    updated_at: datetime
    version: int


class ProjectPage(BaseModel):
    items: list[ProjectRead]
    next_cursor: str | None
