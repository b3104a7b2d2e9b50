from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.clock import now
from services.kit.orm import Base


class Member(Base):
    """A user's place in one workspace: the role, and the few switches of what they are told by mail.

    Who left keeps the row, so that what they did keeps their name; `left_at` takes everything else away.
    """

    __tablename__ = "members"
    __table_args__ = (CheckConstraint("role IN ('owner','admin','manager','member','viewer')", name="role"),)

    workspace_id: Mapped[UUID] = mapped_column(
        ForeignKey("rapport.workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[UUID] = mapped_column(
        ForeignKey("rapport.users.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str]
    email_notifications: Mapped[bool] = mapped_column(default=True)
    email_off: Mapped[list[str]] = mapped_column(default=list)
    left_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}
