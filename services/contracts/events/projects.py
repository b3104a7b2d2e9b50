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
    TYPE = "project.created"
    EXAMPLE = PROJECT


@registered
class ProjectUpdated(ProjectFacts):
    TYPE = "project.updated"
    EXAMPLE = {**PROJECT, "changed": ["status"]}

    changed: list[str]


@registered
class ProjectDeleted(Payload):
    TYPE = "project.deleted"
    EXAMPLE = {"name": "Warehouse automation rollout", "key": "WAR"}

    name: str
    key: str


@registered
class ProjectMailAddressReplaced(Payload):
    """The address for mail to the project is another one; neither is told, for whoever knows it can write there."""

    TYPE = "project.mail_address_replaced"
    EXAMPLE = {"name": "Warehouse automation rollout", "key": "WAR"}

    name: str
    key: str


class ProjectMemberFacts(Payload):
    """A person's place in a project."""

    user_id: UUID
    role: str
    project_name: str


@registered
class ProjectMemberAdded(ProjectMemberFacts):
    TYPE = "project.member_added"
    EXAMPLE = {"user_id": USER_ID, "role": "member", "project_name": "Warehouse automation rollout"}


@registered
class ProjectMemberRemoved(ProjectMemberFacts):
    TYPE = "project.member_removed"
    EXAMPLE = {"user_id": USER_ID, "role": "member", "project_name": "Warehouse automation rollout"}


class PhaseFacts(Payload):
    """What other services keep of a phase."""

    project_id: UUID
    name: str
    status: str


@registered
class PhaseCreated(PhaseFacts):
    TYPE = "phase.created"
    EXAMPLE = PHASE


@registered
class PhaseUpdated(PhaseFacts):
    TYPE = "phase.updated"
    EXAMPLE = {**PHASE, "changed": ["status"]}

    changed: list[str]


@registered
class PhaseDeleted(PhaseFacts):
    TYPE = "phase.deleted"
    EXAMPLE = PHASE


class MilestoneFacts(Payload):
    """What other services keep of a milestone."""

    project_id: UUID
    name: str
    due_on: date | None = None
    reached_on: date | None = None


@registered
class MilestoneCreated(MilestoneFacts):
    TYPE = "milestone.created"
    EXAMPLE = MILESTONE


@registered
class MilestoneUpdated(MilestoneFacts):
    TYPE = "milestone.updated"
    EXAMPLE = {**MILESTONE, "changed": ["due_on"]}

    changed: list[str]


@registered
class MilestoneDeleted(MilestoneFacts):
    TYPE = "milestone.deleted"
    EXAMPLE = MILESTONE


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
    TYPE = "task.created"
    EXAMPLE = TASK


@registered
class TaskUpdated(TaskFacts):
    TYPE = "task.updated"
    EXAMPLE = {**TASK, "changed": ["status", "percent_complete"]}

    changed: list[str]


@registered
class TaskDeleted(TaskFacts):
    TYPE = "task.deleted"
    EXAMPLE = TASK
