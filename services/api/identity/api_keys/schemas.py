"""API keys as the API speaks of them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.api.web.fields import Creation, Instant, Name, Storable

Scope = Annotated[str, StringConstraints(max_length=80), Storable, Field(examples=["customers:read"])]


class ApiKeyCreate(Creation):
    """A key for a program."""

    name: Name = Field(examples=["ERP bridge"])
    scopes: list[Scope] = Field(
        min_length=1, max_length=100, description="`<resource>:read` or `<resource>:write`, none beyond your own role."
    )
    expires_at: Instant | None = Field(None, description="Without it the key lives until it is revoked.")


class ApiKeyRead(BaseModel):
    """A key, without the key."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    prefix: str = Field(description="How the key begins, to recognise it by.")
    scopes: list[str]
    created_by: UUID
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute.")
    created_at: datetime
    updated_at: datetime
    version: int


class ApiKeyCreated(ApiKeyRead):
    """A new key; `key` is shown this once."""

    key: str


class ApiKeyPage(BaseModel):
    """One page of keys."""

    items: list[ApiKeyRead]
    next_cursor: str | None
