from datetime import datetime
from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from services.api.interactions.domain import Channel, Direction, MatchedBy, ParticipantRole
from services.api.interactions.mail.automatic import AutomaticKind
from services.api.interactions.mail.limits import MAX_SUBJECT_CHARS
from services.api.web.fields import Change, Creation, Instant, LongText, Name, OneLine, RefPart, Storable, Visible

MAXIMUM_PARTICIPANTS = 100
MAXIMUM_PROJECTS = 20
LISTED_TEXT_CHARACTERS = 4_000
NotStored = Literal["quota", "size", "number", "missing"]

SubjectLine = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_SUBJECT_CHARS),
    Storable,
    OneLine,
    Visible,
]
Address = Annotated[
    str, StringConstraints(strip_whitespace=True, to_lower=True, min_length=3, max_length=320), Storable, OneLine
]
ProjectIds = Annotated[
    list[UUID], Field(max_length=MAXIMUM_PROJECTS), AfterValidator(lambda given: list(dict.fromkeys(given)))
]


class ParticipantGiven(BaseModel):
    """Someone who took part: a member, a contact, or anybody by name or address."""

    model_config = ConfigDict(extra="forbid")

    role: ParticipantRole
    address: Address | None = Field(default=None, examples=["petri.aho@northwind.example"])
    name: Name | None = Field(default=None, examples=["Petri Aho"])
    contact_id: UUID | None = None
    user_id: UUID | None = None

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if not (self.address or self.name or self.contact_id or self.user_id):
            raise ValueError("needs an address, a name, a contact_id or a user_id")
        return self


Participants = Annotated[list[ParticipantGiven], Field(max_length=MAXIMUM_PARTICIPANTS)]


class InteractionCreate(Creation):
    """An exchange that took place. It is only recorded; nothing is sent."""

    channel: Channel
    direction: Direction = "inbound"
    occurred_at: Instant = Field(examples=["2026-11-20T08:15:00Z"])
    subject: SubjectLine | None = Field(default=None, examples=["Call about the go-live date"])
    text: LongText = Field(default="", examples=["Petri asked to move the go-live to week 6."])
    text_full: LongText | None = Field(default=None, description="The original, where `text` is a shortened form.")
    html: LongText | None = Field(default=None, description="Stored without scripts, styles and forms.")
    customer_id: UUID | None = None
    contact_id: UUID | None = None
    project_ids: ProjectIds = []
    participants: Participants = []
    thread_id: UUID | None = Field(default=None, description="An existing thread to add to; absent: a new one.")
    external_id: RefPart | None = Field(
        default=None,
        description="The id in the system it comes from. Of an email its Message-ID: answers to it join its thread.",
    )
    is_automatic: bool = False


class InteractionUpdate(Change):
    required: ClassVar[frozenset[str]] = frozenset(
        {"channel", "direction", "occurred_at", "text", "project_ids", "is_automatic"}
    )

    channel: Channel | None = None
    direction: Direction | None = None
    occurred_at: Instant | None = None
    subject: SubjectLine | None = None
    text: LongText | None = None
    html: LongText | None = None
    customer_id: UUID | None = Field(default=None, description="Matches a mail by hand.")
    contact_id: UUID | None = None
    project_ids: ProjectIds | None = None
    is_automatic: bool | None = None


class ParticipantRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    role: ParticipantRole
    address: str | None
    name: str | None
    contact_id: UUID | None
    user_id: UUID | None


class AttachmentRead(BaseModel):
    """What is known of an attached file without opening it. `size` is in bytes."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    file_name: str
    content_type: str
    size: int
    content_id: str | None
    is_inline: bool
    is_stored: bool = Field(description="Whether it can be downloaded.")
    not_stored_because: NotStored | None = Field(
        description="`quota`: the workspace has no room left; `size`, `number`: beyond the limits of one mail."
    )


class InteractionItem(BaseModel):
    """An interaction as lists show it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    channel: Channel
    direction: Direction
    occurred_at: datetime
    subject: str | None
    text: str = Field(description=f"In lists at most its first {LISTED_TEXT_CHARACTERS} characters.")
    snippet: str
    customer_id: UUID | None
    contact_id: UUID | None
    author_id: UUID | None = Field(description="The member who recorded or wrote it.")
    project_ids: list[UUID]
    participants: list[ParticipantRead]
    attachments: list[AttachmentRead]
    thread_id: UUID
    external_id: str | None = Field(description="Of a mail: its Message-ID, without brackets.")
    is_automatic: bool
    automatic_kind: AutomaticKind | None = Field(description="What a program wrote it for, where that can be told.")
    bounced_addresses: list[str] = Field(description="Of a bounce: the addresses that could not be reached.")
    matched_by: MatchedBy | None
    inbound_message_id: UUID | None
    created_at: datetime
    updated_at: datetime
    version: int


class InteractionRead(InteractionItem):
    """An interaction with all of its text."""

    text_full: str | None = Field(
        description="Of a mail: the whole text with quoted history and signature, where `text` is shorter; else null."
    )
    html: str | None = Field(description="Sanitised; show it in a sandboxed frame all the same.")


class InteractionPage(BaseModel):
    items: list[InteractionItem]
    next_cursor: str | None
