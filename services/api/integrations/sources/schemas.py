from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.api.integrations.providers.port import SourceKind
from services.api.web.fields import Creation, Label, Name, OneLine, Storable

Secret = Annotated[str, StringConstraints(min_length=16, max_length=500), Storable, OneLine]
BasicAuth = Annotated[str, StringConstraints(pattern=r"^[^:\s][^:]*:.{8,}$", max_length=300), Storable, OneLine]


class SourceSettings(BaseModel):
    """How a source is guarded, and what is done with what comes in."""

    model_config = ConfigDict(extra="forbid")

    basic_auth: BasicAuth | None = Field(
        default=None, examples=["mailer:a-long-password"], description="`user:password`; when set it is required."
    )
    create_contacts: bool = Field(
        default=False, description="An unknown sender at a known customer's domain becomes a contact."
    )


class InboundSourceCreate(Creation):
    kind: SourceKind
    provider: Label = Field(examples=["raw"])
    name: Name | None = Field(default=None, examples=["Support mailbox"])
    secret: Secret | None = Field(default=None, description="The signing secret; for `raw` one is made when absent.")
    settings: SourceSettings = SourceSettings()


class SourceSettingsRead(BaseModel):
    has_basic_auth: bool
    create_contacts: bool


class InboundSourceRead(BaseModel):
    id: UUID
    kind: SourceKind
    provider: str
    name: str
    url: str = Field(description="The path to give to the provider, behind the host of this instance.")
    has_secret: bool
    settings: SourceSettingsRead
    last_received_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class InboundSourceCreated(InboundSourceRead):
    """A new source, with the secret that is shown this once."""

    secret: str | None


class InboundSourcePage(BaseModel):
    items: list[InboundSourceRead]
    next_cursor: str | None
