"""Members as the API speaks of them."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field

from services.api.identity.policy import Role


class MemberRead(BaseModel):
    """A person's place in this workspace; `id` is the person's, and what `owner_id` or `assignee_id` name."""

    id: UUID
    name: str
    email: str
    role: Role
    created_at: datetime
    updated_at: datetime
    version: int


class MemberPage(BaseModel):
    """One page of members."""

    items: list[MemberRead]
    next_cursor: str | None


class MailSwitchRead(BaseModel):
    """What an unsubscribe link is about."""

    workspace_name: str
    email_notifications: bool = Field(description="Whether this workspace mails notifications to the link's owner.")
