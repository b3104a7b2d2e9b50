"""Members as the API speaks of them."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.identity.policy import Role
from services.api.web.fields import Change, Creation


class MemberRead(BaseModel):
    """A person's place in this workspace; `id` is the person's, and what `owner_id` or `assignee_id` name."""

    id: UUID
    name: str
    email: str
    role: Role
    left_at: datetime | None = Field(description="When they left; their name stays on what they did.")
    created_at: datetime
    updated_at: datetime
    version: int


class MemberPage(BaseModel):
    """One page of members."""

    items: list[MemberRead]
    next_cursor: str | None


class MemberUpdate(Change):
    """Changes to a member; what is absent stays."""

    required: ClassVar[frozenset[str]] = frozenset({"role"})

    role: Role | None = Field(None, description="At most your own role.")


class Leave(Creation):
    """The workspace to leave: the one the token is for, named so that nobody leaves another by mistake."""

    workspace_id: UUID


class MailSwitchRead(BaseModel):
    """What an unsubscribe link is about."""

    workspace_name: str
    email_notifications: bool = Field(description="Whether this workspace mails notifications to the link's owner.")


class MailKinds(BaseModel):
    """What is mailed, kind by kind."""

    model_config = ConfigDict(extra="forbid")

    inbound_mail: bool = Field(description="A customer wrote, on a project or relationship of mine.")
    tasks: bool = Field(description="A task became mine, or one that I follow changed.")
    projects: bool = Field(description="I was added to a project, or one that I follow changed.")
    comments: bool = Field(description="Somebody commented on what I follow, or mentioned me.")
    survey_responses: bool = Field(description="A customer answered a survey.")


class SwitchesRead(BaseModel):
    """What I am told by mail. In the product I am told of everything, unmatched mail included."""

    email_notifications: bool = Field(description="Off: no mails at all, but those about my account.")
    email: MailKinds


class MailKindsUpdate(BaseModel):
    """Kinds to turn on or off; what is absent stays."""

    model_config = ConfigDict(extra="forbid")

    inbound_mail: bool | None = None
    tasks: bool | None = None
    projects: bool | None = None
    comments: bool | None = None
    survey_responses: bool | None = None


class SwitchesUpdate(Change):
    """Switches to turn; what is absent stays."""

    required: ClassVar[frozenset[str]] = frozenset({"email_notifications", "email"})

    email_notifications: bool | None = None
    email: MailKindsUpdate | None = None
