from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from services.kit.orm import Base, Tenant


class Notification(Tenant, Base):
    """What one member was told in the app."""

    __tablename__ = "notifications"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "user_id"], ["rapport.members.workspace_id", "rapport.members.user_id"], ondelete="CASCADE"
        ),
        UniqueConstraint("workspace_id", "user_id", "event_id"),
        Index("ix_notifications_user", "workspace_id", "user_id", "created_at", "id"),
        Index("ix_notifications_unread", "workspace_id", "user_id", postgresql_where=text("read_at IS NULL")),
    )

    user_id: Mapped[UUID]
    event_id: Mapped[UUID]
    event_type: Mapped[str]
    title: Mapped[str]
    body: Mapped[str]
    link_kind: Mapped[str | None]
    link_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
