"""Invitations as the API speaks of them; the token is in no answer."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.identity.accounts.schemas import EmailAddress, NewPassword
from services.api.identity.policy import Role
from services.api.web.fields import Creation, Name


class InvitationCreate(Creation):
    """Somebody to invite."""

    email: EmailAddress
    role: Role = Field(description="At most your own role.")


class InvitationRead(BaseModel):
    """An invitation that was not accepted yet."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    email: str
    role: Role
    invited_by: UUID
    sent_at: datetime
    expires_at: datetime = Field(description="Seven days after it was last sent.")
    created_at: datetime
    updated_at: datetime
    version: int


class InvitationPage(BaseModel):
    """One page of open invitations."""

    items: list[InvitationRead]
    next_cursor: str | None


class InvitationToken(Creation):
    """The token of the link in the mail."""

    token: str = Field(max_length=200, examples=["rpi_..."])


class InvitationOffer(BaseModel):
    """What a link invites to."""

    workspace_name: str
    inviter_name: str
    email: str
    role: Role
    expires_at: datetime
    has_account: bool = Field(description="Whether the address signs in with a password of its own already.")


class InvitationAcceptance(InvitationToken):
    """Whoever joins: somebody new gives a name and a password, an account its password, who is signed in nothing."""

    name: Name | None = Field(None, examples=["Nils Lindqvist"])
    password: NewPassword | None = None
