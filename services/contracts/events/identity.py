"""People, keys and sessions."""

from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered


@registered
class WorkspaceCreated(Payload):
    event_type = "workspace.created"
    example = {"name": "Lindqvist Consulting"}

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
    event_type = "member.joined"
    example = {
        "user_id": "0190b6a0-0000-7000-8000-000000000001",
        "role": "owner",
        "email_notifications": True,
        "name": "Eva Lindqvist",
        "email": "eva@lindqvist.example",
    }


@registered
class MemberChanged(MemberFacts):
    event_type = "member.changed"
    example = {**MemberJoined.example, "email_notifications": False}


@registered
class ApiKeyCreated(Payload):
    event_type = "api_key.created"
    example = {"name": "ERP bridge", "scopes": ["customers:read"], "created_by": "0190b6a0-0000-7000-8000-000000000001"}

    name: str
    scopes: list[str]
    created_by: UUID


@registered
class ApiKeyRevoked(Payload):
    event_type = "api_key.revoked"
    example = {"name": "ERP bridge"}

    name: str


@registered
class SessionReuseDetected(Payload):
    event_type = "session.reuse_detected"
    example = {"user_id": "0190b6a0-0000-7000-8000-000000000001"}

    user_id: UUID
