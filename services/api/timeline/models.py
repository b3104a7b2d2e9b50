from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import Base


class TimelineEntry(Base):
    """A thing on the timeline of one subject (a customer, a contact or a project), with what a list shows of it."""

    __tablename__ = "timeline_entries"
    __table_args__ = (
        Index("ix_timeline_entries_subject", "workspace_id", "subject_id", "occurred_at", "thing_id"),
        Index("ix_timeline_entries_thing", "workspace_id", "thing_id"),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_kind: Mapped[str]
    thing_type: Mapped[str]
    occurred_at: Mapped[datetime]
    summary: Mapped[dict[str, Any]]
    restricted_to: Mapped[list[UUID] | None]
