"""Addresses of sources: an unguessable token that carries its workspace, because no workspace is known before it."""

import base64
import binascii
import secrets
from uuid import UUID

RANDOM_BYTES = 16
TOKEN_LENGTH = 43


def new_token(workspace_id: UUID) -> str:
    """The workspace's id and 128 random bits, for the address of a source."""
    return base64.urlsafe_b64encode(workspace_id.bytes + secrets.token_bytes(RANDOM_BYTES)).decode().rstrip("=")


def workspace_of(token: str) -> UUID | None:
    """The workspace that a token names; None where it is no token."""
    if len(token) != TOKEN_LENGTH or not token.isascii():
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(f"{token}=")[:16])
    except (binascii.Error, ValueError):
        return None


def path_of(token: str) -> str:
    """The path to give to the provider, behind the host."""
    return f"/api/v1/inbound/{token}"
