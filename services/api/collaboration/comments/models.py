from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.api.collaboration.subjects.columns import OfSubject, subject_constraints
from services.kit.orm import Base, Versioned


class Comment(OfSubject, Versioned, Base):
    """What one of us said about a record, for the others. `restricted_to` is the subject's, copied for reads."""

    __tablename__ = "comments"
    __table_args__ = (
        *subject_constraints(),
        ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            ondelete="SET NULL (author_id)",
        ),
        Index("ix_comments_subject", "workspace_id", "subject_id", "created_at", "id"),
        Index("ix_comments_customer", "workspace_id", "customer_id"),
        Index("ix_comments_interaction", "workspace_id", "interaction_id"),
        Index("ix_comments_task", "workspace_id", "project_id", "task_id"),
    )

    author_id: Mapped[UUID | None]
    body: Mapped[str]
    mentioned_user_ids: Mapped[list[UUID]] = mapped_column(default=list)
    edited_at: Mapped[datetime | None]
    restricted_to: Mapped[list[UUID] | None]
