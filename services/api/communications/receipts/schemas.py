from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

DeliveryChannel = Literal["email", "in_app"]
DeliveryStatus = Literal["sent", "failed"]


class DeliveryRead(BaseModel):
    """What became of telling one person of one event on one channel."""

    id: UUID
    event_id: UUID = Field(description="The event that was told.")
    recipient_user_id: UUID
    channel: DeliveryChannel
    status: DeliveryStatus
    reason: str | None = Field(description="Why it failed for good.", examples=["550 no such mailbox"])
    message_id: str | None = Field(description="The mail's Message-ID.")
    occurred_at: datetime


class DeliveryPage(BaseModel):
    items: list[DeliveryRead]
    next_cursor: str | None
