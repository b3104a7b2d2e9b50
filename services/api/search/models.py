from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.kit.clock import now
from services.kit.orm import Base


class SearchEntry(Base):
    """What search knows of one record: a short title (typo-tolerant) and a body (words)."""

    __tablename__ = "search_entries"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    thing_id: Mapped[UUID] = mapped_column(primary_key=True)
    thing_type: Mapped[str]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(default="")
    restricted_to: Mapped[list[UUID] | None]
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
