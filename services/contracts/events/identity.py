"""People, keys and sessions."""

from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered


@registered
class WorkspaceCreated(Payload):
    TYPE = "workspace.created"
    EXAMPLE = {"name": "Lindqvist Consulting"}

    name: str


class MemberFacts(Payload):
    """What other services keep of a member."""

    user_id: UUID
    role: str
    email_notifications: bool
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
class SessionReuseDetected(Payload):
    TYPE = "session.reuse_detected"
    EXAMPLE = {"user_id": "0190b6a0-0000-7000-8000-000000000001"}

    user_id: UUID
