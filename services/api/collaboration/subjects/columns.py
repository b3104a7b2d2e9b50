"""The columns by which a row points at its subject: a foreign key per kind, and both together as kind and id."""

from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

# A task's row names its project too: so the key to the task cannot lead into another project, and all that belongs to a
# project is found by one column.
ONE_SUBJECT = (
    "num_nonnulls(customer_id, project_id, interaction_id) = 1 AND (task_id IS NULL OR project_id IS NOT NULL)"
)
KIND = (
    "CASE WHEN task_id IS NOT NULL THEN 'task'::text WHEN project_id IS NOT NULL THEN 'project'::text"
    " WHEN customer_id IS NOT NULL THEN 'customer'::text ELSE 'interaction'::text END"
)
IDENTITY = "COALESCE(task_id, project_id, customer_id, interaction_id)"


class OfSubject:
    """Columns of a row about one record; `subject_kind` and `subject_id` are PostgreSQL's to fill in."""

    customer_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    task_id: Mapped[UUID | None]
    interaction_id: Mapped[UUID | None]

    @declared_attr
    @classmethod
    def subject_kind(cls) -> Mapped[str]:
        """The kind of the record."""
        return mapped_column(Computed(KIND, persisted=True))

    @declared_attr
    @classmethod
    def subject_id(cls) -> Mapped[UUID]:
        """Its id."""
        return mapped_column(Computed(IDENTITY, persisted=True))


def subject_constraints() -> tuple[Any, ...]:
    """What makes those columns point at exactly one record of the same workspace."""
    return (
        CheckConstraint(ONE_SUBJECT, name="one_subject"),
        _key(["customer_id"], "customers", ["id"]),
        _key(["project_id"], "projects", ["id"]),
        _key(["project_id", "task_id"], "tasks", ["project_id", "id"]),
        _key(["interaction_id"], "interactions", ["id"]),
    )


def _key(columns: list[str], table: str, targets: list[str]) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", *columns],
        [f"rapport.{table}.{name}" for name in ("workspace_id", *targets)],
        ondelete="CASCADE",
    )
