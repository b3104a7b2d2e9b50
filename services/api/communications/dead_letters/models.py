from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import Base, Versioned


class DeadLetter(Versioned, Base):
    """An event that a consumer could not work through; kept until someone replays it."""

    __tablename__ = "dead_letters"
    __table_args__ = (
        CheckConstraint("status IN ('parked','replaying')", name="status"),
        UniqueConstraint("workspace_id", "consumer", "event_id"),
        Index("ix_dead_letters_parked_at", "workspace_id", "parked_at", "id"),
    )

    event_id: Mapped[UUID]
    event_type: Mapped[str]
    consumer: Mapped[str]
    error: Mapped[str]
    attempts: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(default="parked")
    parked_at: Mapped[datetime]
