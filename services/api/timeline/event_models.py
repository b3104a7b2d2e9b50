from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, Integer, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import Base


class Event(Base):
    """What happened, append-only: the activity feed, the audit log, the source of every message."""

    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_subject", "workspace_id", "subject_id", "id"),
        Index("ix_events_type", "workspace_id", "type", "id"),
        Index("ix_events_project", "workspace_id", "project_id", "id", postgresql_where=text("project_id IS NOT NULL")),
        Index("ix_events_actor", "workspace_id", text("(actor ->> 'id'::text)"), "id"),
        {"postgresql_partition_by": "RANGE (id)"},
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str]
    version: Mapped[int] = mapped_column(Integer)
    occurred_at: Mapped[datetime]
    actor: Mapped[dict[str, Any]]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(Integer)
    correlation_id: Mapped[str]
    follows: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    is_private: Mapped[bool]
    data: Mapped[dict[str, Any]]
    personal: Mapped[dict[str, Any] | None]


class OutboxEntry(Base):
    """An event that the broker has not acknowledged, or only lately."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_unpublished", "event_id", postgresql_where=text("published_at IS NULL")),
        Index("ix_outbox_published_at", "published_at"),
        Index("ix_outbox_unnumbered", "event_id", postgresql_where=text("numbered_at IS NULL")),
    )

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    created_at: Mapped[datetime]
    numbered_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]


class EventPosition(Base):
    """The order in which committed events became visible, given by the relay; ids are not in commit order."""

    __tablename__ = "event_positions"
    __table_args__ = (UniqueConstraint("workspace_id", "event_id"),)

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    event_id: Mapped[UUID]


class ConsumedEvent(Base):
    """An event of another service that was worked through here."""

    __tablename__ = "consumed_events"

    workspace_id: Mapped[UUID] = mapped_column(primary_key=True)
    consumer: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    consumed_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
