"""Accounts as the API speaks of them."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID
from zoneinfo import available_timezones

from email_validator import EmailNotValidError, validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.api.identity.policy import Role
from services.api.web.fields import Change, Creation, Name, Storable
from services.kit.weak_passwords import MAXIMUM_LENGTH, MINIMUM_LENGTH


def _address(value: str) -> str:
    try:
        # Addresses of a closed network (`anna@office.local`) are as good as public ones for a self-hosted product.
        return validate_email(value, check_deliverability=False, globally_deliverable=False).normalized
    except EmailNotValidError as error:
        raise ValueError(f"Enter an email address such as anna@example.org. {error}") from None


EmailAddress = Annotated[
    str, StringConstraints(max_length=254), AfterValidator(_address), Field(examples=["anna@example.org"])
]
NewPassword = Annotated[
    str,
    StringConstraints(min_length=MINIMUM_LENGTH, max_length=MAXIMUM_LENGTH),
    Storable,
    Field(json_schema_extra={"format": "password"}, description="At least 8 characters; 15 or more are safer."),
]


Weekday = Literal["monday", "saturday", "sunday"]


def _known_zone(name: str | None) -> str | None:
    # A browser may know zones that this server does not, and nobody should fail to sign up for that.
    return name if name in available_timezones() else None


ZoneWish = Annotated[
    Annotated[str, StringConstraints(max_length=60)] | None,
    AfterValidator(_known_zone),
    Field(description="IANA name of the new workspace's time zone; UTC where it is absent or unknown."),
]


class Registration(Creation):
    """A new person with a new workspace."""

    email: EmailAddress
    password: NewPassword
    name: Name = Field(examples=["Anna Berg"])
    workspace_name: Name = Field(examples=["Berg Consulting"])
    time_zone: ZoneWish = None


class WorkspaceStart(Creation):
    """A new workspace for somebody who has an account."""

    email: EmailAddress
    password: str = Field(max_length=1024, json_schema_extra={"format": "password"})
    workspace_name: Name = Field(examples=["Berg Consulting"])
    time_zone: ZoneWish = None


class UserRead(BaseModel):
    """A person who signs in."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    email: str
    name: str
    created_at: datetime
    updated_at: datetime


class WorkspaceRead(BaseModel):
    """A workspace: everything one team works on."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    time_zone: str = Field(description="IANA name: where the days begin on which something is due or late.")
    language: str = Field(description="Kept for programs; Rapport itself writes English.")
    week_starts_on: Weekday = Field(description="Kept for programs; Rapport itself counts no weeks.")
    is_demo: bool = Field(description="Whether the demo made it.")
    created_at: datetime
    updated_at: datetime
    version: int


class SignedIn(BaseModel):
    """The answer to every sign-in: an access token for one workspace. The refresh token travels in a cookie only."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"  # noqa: S105 - a kind of token, not one
    expires_in: int = Field(description="Seconds until the access token ends.")
    user: UserRead
    workspace: WorkspaceRead


class MeRead(BaseModel):
    """The caller: who, where, and what they may do."""

    kind: Literal["user", "api_key"]
    user: UserRead
    workspace: WorkspaceRead
    role: Role
    permissions: list[str] = Field(description="`<resource>:<read|write>`; for an API key what its scopes leave.")
    email_notifications: bool = Field(description="Whether notifications are mailed too.")


class MeUpdate(Change):
    """Changes to one's own account; what is absent stays."""

    required: ClassVar[frozenset[str]] = frozenset({"name", "email_notifications"})

    name: Name | None = None
    email_notifications: bool | None = Field(None, description="Whether notifications are mailed too.")


class MyWorkspace(BaseModel):
    """A workspace one is a member of."""

    id: UUID
    name: str
    role: Role
    member_since: datetime
    is_current: bool


class MyWorkspaces(BaseModel):
    """All workspaces of the caller, the oldest membership first."""

    items: list[MyWorkspace]
    next_cursor: None = None
