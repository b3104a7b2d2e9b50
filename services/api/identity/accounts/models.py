from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.orm import Base


class User(Base):
    """A person who signs in; global, because one person may work in several workspaces."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str]
    token_version: Mapped[int] = mapped_column(Integer, default=1)
    last_workspace_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


Index("uq_users_email", func.lower(User.email), unique=True)


class PasswordReset(Base):
    """The one link by which a person may set a new password; of its token only the digest is kept."""

    __tablename__ = "password_resets"
    __table_args__ = (UniqueConstraint("token_hash"),)

    user_id: Mapped[UUID] = mapped_column(ForeignKey(User.id, ondelete="CASCADE"), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class Workspace(Base):
    """A tenant. Its row is fenced by its own id, and stays, without its name, when all else of it was erased."""

    __tablename__ = "workspaces"
    __table_args__ = (CheckConstraint("week_starts_on IN ('monday','saturday','sunday')", name="week_starts_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(default="UTC")
    language: Mapped[str] = mapped_column(default="en")
    week_starts_on: Mapped[str] = mapped_column(default="monday")
    is_demo: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]
    closing_event_id: Mapped[UUID | None]
    erased_at: Mapped[datetime | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}
