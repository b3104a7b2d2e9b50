from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import Base, Versioned


class ApiKey(Versioned, Base):
    """A key for a program; it acts for the member who made it, within its scopes."""

    __tablename__ = "api_keys"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key_hash"),
        ForeignKeyConstraint(
            ["workspace_id", "created_by"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            ondelete="CASCADE",
        ),
    )

    name: Mapped[str]
    key_hash: Mapped[bytes] = mapped_column(LargeBinary)
    prefix: Mapped[str]
    scopes: Mapped[list[str]]
    created_by: Mapped[UUID]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
