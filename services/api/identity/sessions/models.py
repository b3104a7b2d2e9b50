from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.clock import now
from services.kit.orm import Base, Tenant


class RefreshToken(Tenant, Base):
    """One single-use refresh token of a family that began with a sign-in; only its digest is kept."""

    __tablename__ = "refresh_tokens"
    __table_args__ = (
        UniqueConstraint("workspace_id", "token_hash"),
        ForeignKeyConstraint(
            ["workspace_id", "user_id"], ["rapport.members.workspace_id", "rapport.members.user_id"], ondelete="CASCADE"
        ),
        Index("ix_refresh_tokens_family", "workspace_id", "family_id"),
        Index("ix_refresh_tokens_user_id", "user_id"),
    )

    user_id: Mapped[UUID]
    family_id: Mapped[UUID]
    family_started_at: Mapped[datetime]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    client_hash: Mapped[bytes] = mapped_column(LargeBinary)
    device: Mapped[str] = mapped_column(default="")
    issued_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Throttle(Base):
    """How often something was tried since `started_at`; `key` is a digest of what is counted."""

    __tablename__ = "throttles"
    __table_args__ = (Index("ix_throttles_started_at", "started_at"),)

    key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    started_at: Mapped[datetime]
