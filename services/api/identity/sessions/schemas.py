"""What the sign-in routes take."""

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
