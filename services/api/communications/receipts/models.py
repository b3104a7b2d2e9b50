from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from services.kit.orm import Base, Tenant


class DeliveryReceipt(Tenant, Base):
    """What the notifier said became of one delivery."""

    __tablename__ = "delivery_receipts"
    __table_args__ = (
        CheckConstraint("status IN ('sent','failed')", name="status"),
        UniqueConstraint("workspace_id", "event_id", "recipient_user_id", "channel"),
        Index("ix_delivery_receipts_occurred_at", "workspace_id", "occurred_at", "id"),
    )

    event_id: Mapped[UUID]
    recipient_user_id: Mapped[UUID]
    channel: Mapped[str]
    status: Mapped[str]
    reason: Mapped[str | None]
    message_id: Mapped[str | None]
    occurred_at: Mapped[datetime]
