from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict, EmailStr, Field, StringConstraints

from services.api.web.fields import MAXIMUM_LIST, Change, Creation, Day, ExternalRef, ExternalRefs, Label, Name

ContactChannel = Literal["email", "phone", "chat", "sms", "portal"]
DetailLevel = Literal["brief", "full"]


def _zone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("must be a time zone name such as Europe/Helsinki")
    return value


Email = Annotated[EmailStr, AfterValidator(str.lower)]
Emails = Annotated[
    list[Email], Field(max_length=MAXIMUM_LIST), AfterValidator(lambda found: list(dict.fromkeys(found)))
]
Phones = Annotated[list[Label], Field(max_length=MAXIMUM_LIST)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$")]
TimeZone = Annotated[str, AfterValidator(_zone)]


class ContactCreate(Creation):
    customer_id: UUID
    name: Name = Field(examples=["Petri Aho"])
    emails: Emails = Field(default=[], examples=[["petri.aho@northwind.example"]])
    phones: Phones = []
    title: Name | None = Field(default=None, examples=["IT director"])
    language: Language | None = Field(default=None, description="A BCP 47 tag.")
    time_zone: TimeZone | None = Field(default=None, examples=["Europe/Helsinki"])
    birthday_on: Day | None = None
    preferred_channel: ContactChannel | None = None
    detail_level: DetailLevel | None = None
    external_refs: ExternalRefs = []


class ContactUpdate(Change):
    required: ClassVar[frozenset[str]] = frozenset({"customer_id", "name", "emails", "phones", "external_refs"})

    customer_id: UUID | None = None
    name: Name | None = None
    emails: Emails | None = None
    phones: Phones | None = None
    title: Name | None = None
    language: Language | None = None
    time_zone: TimeZone | None = None
    birthday_on: Day | None = None
    preferred_channel: ContactChannel | None = None
    detail_level: DetailLevel | None = None
    external_refs: ExternalRefs | None = None


class ContactRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    customer_id: UUID
    name: str
    emails: list[str]
    phones: list[str]
    title: str | None
    language: str | None
    time_zone: str | None
    birthday_on: date | None
    preferred_channel: ContactChannel | None
    detail_level: DetailLevel | None
    external_refs: list[ExternalRef]
    created_at: datetime
    updated_at: datetime
    version: int


class ContactPage(BaseModel):
    items: list[ContactRead]
    next_cursor: str | None
