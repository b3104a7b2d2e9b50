from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Integer, LargeBinary, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import Base, Versioned


class Invitation(Versioned, Base):
    """An address that may become a member in one role; of the token in the mail only the digest is kept."""

    __tablename__ = "invitations"
    __table_args__ = (
        CheckConstraint("role IN ('owner','admin','manager','member','viewer')", name="role"),
        UniqueConstraint("workspace_id", "token_hash"),
        ForeignKeyConstraint(
            ["workspace_id", "invited_by"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            ondelete="CASCADE",
        ),
    )

    email: Mapped[str]
    role: Mapped[str]
    invited_by: Mapped[UUID]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    sent_at: Mapped[datetime]
    sent_count: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


Index(
    "uq_invitations_open",
    Invitation.workspace_id,
    func.lower(Invitation.email),
    unique=True,
    postgresql_where=Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None),
)
