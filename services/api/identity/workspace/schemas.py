"""A workspace's settings as the API takes them."""

from typing import Annotated, ClassVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints

from services.api.identity.accounts.schemas import Weekday
from services.api.web.fields import Change, Creation, Name


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is no time zone; choose one such as Europe/Helsinki")
    return name


TimeZone = Annotated[str, StringConstraints(max_length=60), AfterValidator(_zone), Field(examples=["Europe/Helsinki"])]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$"), Field(examples=["en"])]


class WorkspaceClosing(Creation):
    """What proves that an owner means it. The demo needs neither."""

    name: str | None = Field(None, max_length=200, description="The workspace's name, as it is written.")
    password: str | None = Field(
        None, max_length=1024, json_schema_extra={"format": "password"}, description="The owner's own."
    )


class WorkspaceUpdate(Change):
    """Changes to the workspace; what is absent stays."""

    required: ClassVar[frozenset[str]] = frozenset({"name", "time_zone", "language", "week_starts_on"})

    name: Name | None = None
    time_zone: TimeZone | None = Field(None, description="IANA name.")
    language: Language | None = Field(None, description="A language, and where it matters its country: `en`, `pt-BR`.")
    week_starts_on: Weekday | None = None
