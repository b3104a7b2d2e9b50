from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class NotificationRead(BaseModel):
    """What I was told in the app."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    event_id: UUID = Field(description="The event it tells of.")
    event_type: str = Field(examples=["interaction.recorded"])
    title: str = Field(examples=["Petri Aho wrote: Late news on slips"])
    body: str
    link_kind: str | None = Field(examples=["interaction"], description="What kind of record it leads to.")
    link_id: UUID | None
    created_at: datetime
    read_at: datetime | None


class NotificationPage(BaseModel):
    items: list[NotificationRead]
    next_cursor: str | None


class UnreadCount(BaseModel):
    """How many notifications I have not read."""

    unread: int


class NotificationsRead(BaseModel):
    """How many notifications were marked as read by this request."""

    marked: int
