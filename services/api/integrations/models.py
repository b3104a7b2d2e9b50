from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.clock import now
from services.kit.orm import Base, Tenant, Versioned


class InboundSource(Versioned, Base):
    """Where a provider may post to. The address token and the secret are sealed; the token is found by its digest."""

    __tablename__ = "inbound_sources"
    __table_args__ = (
        CheckConstraint("kind IN ('email','survey')", name="kind"),
        UniqueConstraint("workspace_id", "token_hash"),
    )

    kind: Mapped[str]
    provider: Mapped[str]
    name: Mapped[str]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary)
    token_sealed: Mapped[str]
    secret_sealed: Mapped[str | None]
    settings_sealed: Mapped[str | None]
    last_received_at: Mapped[datetime | None]
    last_refused_at: Mapped[datetime | None]


class InboundMessage(Tenant, Base):
    """A request exactly as it came, what its signature was worth, and what became of it."""

    __tablename__ = "inbound_messages"
    __table_args__ = (
        CheckConstraint("status IN ('received','processed','unmatched','failed','refused')", name="status"),
        ForeignKeyConstraint(
            ["workspace_id", "source_id"],
            ["rapport.inbound_sources.workspace_id", "rapport.inbound_sources.id"],
            ondelete="CASCADE",
        ),
        Index("ix_inbound_messages_received_at", "workspace_id", "received_at", "id"),
        Index("ix_inbound_messages_status", "workspace_id", "status", "received_at", "id"),
        Index("ix_inbound_messages_source", "workspace_id", "source_id", "received_at", "id"),
        Index("ix_inbound_messages_waiting", "received_at", "id", postgresql_where=text("status = 'received'")),
        Index(
            "uq_inbound_messages_dedupe_digest",
            "workspace_id",
            "source_id",
            "dedupe_digest",
            unique=True,
            postgresql_where=text("status <> 'refused'"),
        ),
        Index(
            "uq_inbound_messages_token_digest",
            "workspace_id",
            "source_id",
            "token_digest",
            unique=True,
            postgresql_where=text("status <> 'refused' AND token_digest IS NOT NULL"),
        ),
        Index(
            "ix_inbound_messages_open",
            "workspace_id",
            "source_id",
            "status",
            postgresql_where=text("status IN ('unmatched','failed')"),
        ),
    )

    source_id: Mapped[UUID]
    provider: Mapped[str]
    kind: Mapped[str] = mapped_column(default="mail")
    status: Mapped[str] = mapped_column(default="received")
    reason: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(default=now)
    processed_at: Mapped[datetime | None]
    size: Mapped[int] = mapped_column(BigInteger)
    content_type: Mapped[str | None]
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    dedupe_digest: Mapped[bytes] = mapped_column(LargeBinary)
    token_digest: Mapped[bytes | None] = mapped_column(LargeBinary)
    correlation_id: Mapped[str]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    claimed_until: Mapped[datetime | None]
    interaction_ids: Mapped[list[UUID]] = mapped_column(default=list)
    survey_response_ids: Mapped[list[UUID]] = mapped_column(default=list, server_default=text("'{}'"))
    mail_events: Mapped[list[dict[str, Any]] | None]
