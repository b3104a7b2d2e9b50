"""People, keys and sessions."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered


@registered
class WorkspaceCreated(Payload):
    TYPE = "workspace.created"
    EXAMPLE = {"name": "Lindqvist Consulting"}

    name: str


@registered
class WorkspaceChanged(Payload):
    TYPE = "workspace.changed"
    EXAMPLE = {
        "name": "Lindqvist Consulting",
        "time_zone": "Europe/Stockholm",
        "language": "en",
        "week_starts_on": "monday",
        "changed": ["time_zone"],
    }

    name: str
    time_zone: str
    language: str
    week_starts_on: str
    changed: list[str]


@registered
class WorkspaceClosed(Payload):
    """The workspace is gone for everybody; what it held is erased soon after. Nothing of it is said afterwards."""

    TYPE = "workspace.closed"
    EXAMPLE = {"name": "Lindqvist Consulting", "is_demo": False}

    name: str
    is_demo: bool


class MemberFacts(Payload):
    """What other services keep of a member."""

    user_id: UUID
    role: str
    email_notifications: bool
    email_off: list[str] = []
    name: str = personal_field(default="")
    email: str = personal_field(default="")


@registered
class MemberJoined(MemberFacts):
    TYPE = "member.joined"
    EXAMPLE = {
        "user_id": "0190b6a0-0000-7000-8000-000000000001",
        "role": "owner",
        "email_notifications": True,
        "name": "Eva Lindqvist",
        "email": "eva@lindqvist.example",
    }


@registered
class MemberChanged(MemberFacts):
    TYPE = "member.changed"
    EXAMPLE = {**MemberJoined.EXAMPLE, "email_notifications": False}


@registered
class MemberRemoved(Payload):
    """Somebody left or was removed: by whom, the envelope's actor says."""

    TYPE = "member.removed"
    EXAMPLE = {"user_id": "0190b6a0-0000-7000-8000-000000000001", "name": "Eva Lindqvist"}

    user_id: UUID
    name: str = personal_field(default="")


class InvitationFacts(Payload):
    """Who is invited, and as what."""

    role: str
    email: str = personal_field(default="")


@registered
class InvitationSent(InvitationFacts):
    """`sealed_token` is opened by the notifier alone, when it writes the mail (docs/decisions/0008)."""

    TYPE = "invitation.sent"
    EXAMPLE = {
        "role": "member",
        "email": "nils@lindqvist.example",
        "workspace_name": "Lindqvist Consulting",
        "invited_by": "0190b6a0-0000-7000-8000-000000000001",
        "inviter_name": "Eva Lindqvist",
        "expires_at": "2026-12-05T09:30:00Z",
        "sealed_token": "c2VhbGVk",
    }

    workspace_name: str
    invited_by: UUID
    expires_at: datetime
    sealed_token: str
    inviter_name: str = personal_field(default="")


@registered
class InvitationAccepted(InvitationFacts):
    TYPE = "invitation.accepted"
    EXAMPLE = {
        "role": "member",
        "email": "nils@lindqvist.example",
        "user_id": "0190b6a0-0000-7000-8000-000000000001",
        "invited_by": "0190b6a0-0000-7000-8000-000000000001",
    }

    user_id: UUID
    invited_by: UUID


@registered
class InvitationRevoked(InvitationFacts):
    TYPE = "invitation.revoked"
    EXAMPLE = {"role": "member", "email": "nils@lindqvist.example"}


@registered
class ApiKeyCreated(Payload):
    TYPE = "api_key.created"
    EXAMPLE = {"name": "ERP bridge", "scopes": ["customers:read"], "created_by": "0190b6a0-0000-7000-8000-000000000001"}

    name: str
    scopes: list[str]
    created_by: UUID


@registered
class ApiKeyRevoked(Payload):
    TYPE = "api_key.revoked"
    EXAMPLE = {"name": "ERP bridge"}

    name: str


@registered
class SessionOpened(Payload):
    """Somebody signed in, or came over from another of their workspaces."""

    TYPE = "session.opened"
    EXAMPLE = {"user_id": "0190b6a0-0000-7000-8000-000000000001", "device": "Firefox on Linux"}

    user_id: UUID
    device: str = personal_field(default="")


@registered
class SessionReuseDetected(Payload):
    TYPE = "session.reuse_detected"
    EXAMPLE = {"user_id": "0190b6a0-0000-7000-8000-000000000001"}

    user_id: UUID


@registered
class PasswordResetRequested(Payload):
    """`sealed_token` is opened by the notifier alone, when it writes the mail (docs/decisions/0008).

    Name and address come with it only where the person belongs to no workspace any more: nobody else could tell them.
    """

    TYPE = "password.reset_requested"
    EXAMPLE = {
        "user_id": "0190b6a0-0000-7000-8000-000000000001",
        "expires_at": "2026-11-28T10:00:00Z",
        "sealed_token": "c2VhbGVk",
    }

    user_id: UUID
    expires_at: datetime
    sealed_token: str
    name: str = personal_field(default="")
    email: str = personal_field(default="")


@registered
class PasswordChanged(Payload):
    """By the person themselves, who knew the old one (`changed`), or by a link in a mail (`reset`)."""

    TYPE = "password.changed"
    EXAMPLE = {"user_id": "0190b6a0-0000-7000-8000-000000000001", "how": "changed"}

    user_id: UUID
    how: Literal["changed", "reset"]
