from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from services.api.integrations.providers.port import SourceKind
from services.api.integrations.sources.settings import SourceSettings, SourceSettingsRead
from services.api.web.fields import Change, Creation, Label, Name, OneLine, Storable

#: Some providers let people choose a short one; what Rapport makes is much longer.
Secret = Annotated[str, StringConstraints(min_length=8, max_length=500), Storable, OneLine]


class InboundSourceCreate(Creation):
    kind: SourceKind
    provider: Label = Field(examples=["raw"])
    name: Name | None = Field(default=None, examples=["Support mailbox"])
    secret: Secret | None = Field(
        default=None,
        description="The provider's signing secret; for `raw` and `generic` one is made when absent.",
    )
    settings: SourceSettings = SourceSettings()


class InboundSourceUpdate(Change):
    required: ClassVar[frozenset[str]] = frozenset({"name", "settings", "makes_secret"})

    name: Name | None = None
    secret: Secret | None = Field(default=None, description="The provider's new signing secret; null removes it.")
    makes_secret: bool = Field(
        default=False, description="`raw` and `generic`: have a new secret made. The old one is void at once."
    )
    settings: SourceSettings | None = Field(
        default=None, description="Only the settings that are named change; null clears one."
    )


class InboundSourceRead(BaseModel):
    id: UUID
    kind: SourceKind
    provider: str
    name: str
    url: str = Field(description="The path to give to the provider, behind the host of this instance.")
    has_secret: bool
    settings: SourceSettingsRead
    last_received_at: datetime | None = Field(description="The last well-signed request; exact to a minute.")
    last_refused_at: datetime | None = Field(description="The last refused request; exact to a minute.")
    unmatched_count: int = Field(description="Requests whose mail belongs to no customer yet.")
    failed_count: int = Field(description="Requests that could not be read.")
    created_at: datetime
    updated_at: datetime
    version: int


class InboundSourceCreated(InboundSourceRead):
    """A source with its secret, where that is shown this once."""

    secret: str | None


class InboundSourcePage(BaseModel):
    items: list[InboundSourceRead]
    next_cursor: str | None


class InboundProviderRead(BaseModel):
    """A program that can post here, and what a source of it takes."""

    name: str
    kind: SourceKind
    takes_secret: bool = Field(description="Whether it signs with a secret.")
    makes_secret: bool = Field(description="Whether Rapport makes the secret when none is given.")
    settings: list[str] = Field(description="The keys of `settings` that it uses.")


class InboundProviderList(BaseModel):
    items: list[InboundProviderRead]
