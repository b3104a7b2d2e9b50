from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.api.collaboration.subjects.columns import OfSubject, subject_constraints
from services.kit.clock import now
from services.kit.orm import NO_USE, Base, Tenant


class Watcher(OfSubject, Tenant, Base):
    """A member who follows a record and is told of what happens there."""

    __tablename__ = "watchers"
    __table_args__ = (
        *subject_constraints(),
        ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("workspace_id", "subject_id", "user_id"),
        Index("ix_watchers_user", "workspace_id", "user_id"),
        Index("ix_watchers_customer", "workspace_id", "customer_id"),
        Index("ix_watchers_interaction", "workspace_id", "interaction_id"),
        Index("ix_watchers_task", "workspace_id", "project_id", "task_id"),
        {"info": {NO_USE: True}},
    )

    user_id: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(default=now)
