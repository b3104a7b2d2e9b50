"""Projects and their plans."""

from datetime import date
from uuid import UUID

from services.contracts.payload import Payload, registered

PROJECT_ID = "0190b6a0-0000-7000-8000-000000000003"
USER_ID = "0190b6a0-0000-7000-8000-000000000001"
PROJECT = {
    "name": "Warehouse automation rollout",
    "key": "WAR",
    "status": "active",
    "is_private": False,
    "customer_ids": ["0190b6a0-0000-7000-8000-000000000002"],
    "manager_id": USER_ID,
}
PHASE = {"project_id": PROJECT_ID, "name": "Design", "status": "active"}
MILESTONE = {"project_id": PROJECT_ID, "name": "Design approved", "due_on": "2026-12-01", "reached_on": None}
TASK = {
    "project_id": PROJECT_ID,
    "title": "Agree the cut-over weekend",
    "status": "doing",
    "percent_complete": 40,
    "assignee_id": USER_ID,
    "due_on": "2026-12-14",
}


class ProjectFacts(Payload):
    """What other services keep of a project."""

    name: str
    key: str
    status: str
    is_private: bool
    customer_ids: list[UUID]
    manager_id: UUID | None = None


@registered
class ProjectCreated(ProjectFacts):
    event_type = "project.created"
    example = PROJECT


@registered
class ProjectUpdated(ProjectFacts):
    event_type = "project.updated"
    example = {**PROJECT, "changed": ["status"]}

    changed: list[str]


@registered
class ProjectDeleted(Payload):
    event_type = "project.deleted"
    example = {"name": "Warehouse automation rollout", "key": "WAR"}

    name: str
    key: str


class ProjectMemberFacts(Payload):
    """A person's place in a project."""

    user_id: UUID
    role: str
    project_name: str


@registered
class ProjectMemberAdded(ProjectMemberFacts):
    event_type = "project.member_added"
    example = {"user_id": USER_ID, "role": "member", "project_name": "Warehouse automation rollout"}


@registered
class ProjectMemberRemoved(ProjectMemberFacts):
    event_type = "project.member_removed"
    example = {"user_id": USER_ID, "role": "member", "project_name": "Warehouse automation rollout"}


class PhaseFacts(Payload):
    """What other services keep of a phase."""

    project_id: UUID
    name: str
    status: str


@registered
class PhaseCreated(PhaseFacts):
    event_type = "phase.created"
    example = PHASE


@registered
class PhaseUpdated(PhaseFacts):
    event_type = "phase.updated"
    example = {**PHASE, "changed": ["status"]}

    changed: list[str]


@registered
class PhaseDeleted(PhaseFacts):
    event_type = "phase.deleted"
    example = PHASE


class MilestoneFacts(Payload):
    """What other services keep of a milestone."""

    project_id: UUID
    name: str
    due_on: date | None = None
    reached_on: date | None = None


@registered
class MilestoneCreated(MilestoneFacts):
    event_type = "milestone.created"
    example = MILESTONE


@registered
class MilestoneUpdated(MilestoneFacts):
    event_type = "milestone.updated"
    example = {**MILESTONE, "changed": ["due_on"]}

    changed: list[str]


@registered
class MilestoneDeleted(MilestoneFacts):
    event_type = "milestone.deleted"
    example = MILESTONE


class TaskFacts(Payload):
    """What other services keep of a task."""

    project_id: UUID
    title: str
    status: str
    percent_complete: int
    assignee_id: UUID | None = None
    due_on: date | None = None


@registered
class TaskCreated(TaskFacts):
    event_type = "task.created"
    example = TASK


@registered
class TaskUpdated(TaskFacts):
    event_type = "task.updated"
    example = {**TASK, "changed": ["status", "percent_complete"]}

    changed: list[str]


@registered
class TaskDeleted(TaskFacts):
    event_type = "task.deleted"
    example = TASK
