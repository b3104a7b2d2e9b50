from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, Numeric, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import Base, Versioned

PROJECT_KEY = ["rapport.projects.workspace_id", "rapport.projects.id"]
PHASE_KEY = ["rapport.phases.workspace_id", "rapport.phases.project_id", "rapport.phases.id"]


class Phase(Versioned, Base):
    """A stage of a project."""

    __tablename__ = "phases"
    __table_args__ = (
        CheckConstraint("status IN ('planned','active','completed')", name="status"),
        ForeignKeyConstraint(["workspace_id", "project_id"], PROJECT_KEY, ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "project_id", "id"),
        Index("ix_phases_position", "workspace_id", "project_id", "position", "id"),
    )

    project_id: Mapped[UUID]
    name: Mapped[str]
    position: Mapped[int] = mapped_column(Integer, default=0)
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    status: Mapped[str] = mapped_column(default="planned")


class Milestone(Versioned, Base):
    """A dated point of a project that is reached or not."""

    __tablename__ = "milestones"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "project_id"], PROJECT_KEY, ondelete="CASCADE"),
        ForeignKeyConstraint(["workspace_id", "project_id", "phase_id"], PHASE_KEY, ondelete="SET NULL (phase_id)"),
    )

    project_id: Mapped[UUID]
    phase_id: Mapped[UUID | None]
    name: Mapped[str]
    due_on: Mapped[date | None]
    reached_on: Mapped[date | None]


FAR_DAY = func.make_date(9999, 12, 31)
Index(
    "ix_milestones_due_on",
    Milestone.workspace_id,
    Milestone.project_id,
    func.coalesce(Milestone.due_on, FAR_DAY),
    Milestone.id,
)


class Task(Versioned, Base):
    """A piece of work of a project, ordered on its board by `rank`."""

    __tablename__ = "tasks"
    __table_args__ = (
        CheckConstraint("status IN ('todo','doing','blocked','done')", name="status"),
        CheckConstraint("percent_complete BETWEEN 0 AND 100", name="percent_complete"),
        CheckConstraint("assignee_id IS NULL OR assignee_contact_id IS NULL", name="one_assignee"),
        UniqueConstraint("workspace_id", "project_id", "id"),
        ForeignKeyConstraint(["workspace_id", "project_id"], PROJECT_KEY, ondelete="CASCADE"),
        ForeignKeyConstraint(["workspace_id", "project_id", "phase_id"], PHASE_KEY, ondelete="SET NULL (phase_id)"),
        ForeignKeyConstraint(
            ["workspace_id", "assignee_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            ondelete="SET NULL (assignee_id)",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "assignee_contact_id"],
            ["rapport.contacts.workspace_id", "rapport.contacts.id"],
            ondelete="SET NULL (assignee_contact_id)",
        ),
        Index("ix_tasks_rank", "workspace_id", "project_id", "rank", "id"),
        Index("ix_tasks_created_at", "workspace_id", "project_id", "created_at", "id"),
        Index("ix_tasks_assignee", "workspace_id", "assignee_id", "status"),
    )

    project_id: Mapped[UUID]
    phase_id: Mapped[UUID | None]
    title: Mapped[str]
    description: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="todo")
    percent_complete: Mapped[int] = mapped_column(Integer, default=0)
    assignee_id: Mapped[UUID | None]
    assignee_contact_id: Mapped[UUID | None]
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    estimate_optimistic: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    estimate_likely: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    estimate_pessimistic: Mapped[Decimal | None] = mapped_column(Numeric(8, 2))
    rank: Mapped[Decimal] = mapped_column(Numeric)
    external_refs: Mapped[list[dict[str, Any]]] = mapped_column(default=list)


Index("ix_tasks_due_on", Task.workspace_id, Task.project_id, func.coalesce(Task.due_on, FAR_DAY), Task.id)


class TaskDependency(Base):
    """A task that must end before another may start, inside one project."""

    __tablename__ = "task_dependencies"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "project_id", "task_id"],
            ["rapport.tasks.workspace_id", "rapport.tasks.project_id", "rapport.tasks.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "project_id", "depends_on_id"],
            ["rapport.tasks.workspace_id", "rapport.tasks.project_id", "rapport.tasks.id"],
            ondelete="CASCADE",
            name="fk_task_dependencies_depends_on",
        ),
        CheckConstraint("task_id <> depends_on_id", name="not_itself"),
        Index("ix_task_dependencies_depends_on", "workspace_id", "depends_on_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    task_id: Mapped[UUID] = mapped_column(primary_key=True)
    depends_on_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[UUID]
