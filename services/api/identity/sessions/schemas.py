"""What the sign-in routes take."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.api.web.fields import Creation


class PasswordForm(BaseModel):
    """The OAuth2 password form (RFC 6749, 4.3); as it demands, parameters we do not know are ignored."""

    grant_type: Literal["password"] = "password"
    username: str = Field(max_length=320, description="The email address.")
    password: str = Field(max_length=1024, json_schema_extra={"format": "password"})
    scope: str = Field("", max_length=1000, description="Not used: a token holds what the member's role allows.")


class Switch(Creation):
    """The workspace to go on in."""

    workspace_id: UUID


class SessionRead(BaseModel):
    """One sign-in: a browser or program that can go on without the password."""

    id: UUID
    workspace_id: UUID
    workspace_name: str
    device: str = Field(description="As it calls itself, for example `Firefox on Windows`.")
    started_at: datetime
    last_used_at: datetime
    expires_at: datetime
    is_current: bool


class SessionList(BaseModel):
    """All sessions of the caller, the one used last first."""

    items: list[SessionRead]
    next_cursor: None = None
