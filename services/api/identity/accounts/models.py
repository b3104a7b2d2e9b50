from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, func
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


class Workspace(Base):
    """A tenant. Its row is fenced by its own id."""

    __tablename__ = "workspaces"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    created_by: Mapped[UUID] = mapped_column(ForeignKey(User.id))
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}
