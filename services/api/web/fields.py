"""Field types that several resources share, and the bases of write schemas."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

MAXIMUM_LIST = 50
# PostgreSQL cannot hold NUL, and UTF-8 no lone surrogate.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _storable(value: str) -> str:
    if UNSTORABLE.search(value):
        raise ValueError("contains a character that cannot be stored; remove it")
    return value


def _one_line(value: str) -> str:
    if any(ord(character) < 32 or ord(character) == 127 for character in value):
        raise ValueError("must be a single line without control characters")
    return value


#: Fillers that Unicode counts among the letters, though nothing is drawn for them.
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def _visible(value: str) -> str:
    if all(character in FILLERS or _is_unseen(unicodedata.category(character)) for character in value):
        raise PydanticCustomError("invisible", "needs a character that can be seen")
    return value


def _is_unseen(category: str) -> bool:
    return category[0] in "ZM" or category in {"Cc", "Cf", "Cs"}


Storable = AfterValidator(_storable)
OneLine = AfterValidator(_one_line)
Visible = AfterValidator(_visible)

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Storable, OneLine, Visible
]
Label = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), Storable, OneLine, Visible
]
Prose = Annotated[str, StringConstraints(max_length=20_000), Storable]
LongText = Annotated[str, StringConstraints(max_length=200_000), Storable]
WebAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^https?://\S+$"), Storable
]
RefPart = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Storable, OneLine]
Tags = Annotated[list[Label], Field(max_length=MAXIMUM_LIST), AfterValidator(lambda tags: list(dict.fromkeys(tags)))]


ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)?", re.ASCII)
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def _written_day(value: Any) -> Any:
    # Left alone, the validator takes a number for seconds since 1970.
    if isinstance(value, str) and not ISO_DAY.fullmatch(value.strip()):
        raise PydanticCustomError("date_parsing", "must be a day such as 2026-11-21")
    if not isinstance(value, str | date):
        raise PydanticCustomError("date_type", "must be a day such as 2026-11-21")
    return value


def _written_instant(value: Any) -> Any:
    if isinstance(value, str) and not RFC_3339.fullmatch(value.strip()):
        raise PydanticCustomError("datetime_parsing", "must be an instant such as 2026-11-21T14:30:00Z")
    if not isinstance(value, str | datetime):
        raise PydanticCustomError("datetime_type", "must be an instant such as 2026-11-21T14:30:00Z")
    return value


def _in_known_times(value: datetime) -> datetime:
    # Compared before it is converted: at either end of the calendar no other zone can say the same instant.
    if not EARLIEST <= value < LATEST:
        raise PydanticCustomError("instant_out_of_range", "must be an instant from the year 1900 to 2199")
    return value.astimezone(UTC)


# PostgreSQL's driver takes the first and the last day that Python knows for minus and plus infinity.
Day = Annotated[date, Field(ge=date(1000, 1, 1), le=date(9000, 1, 1)), BeforeValidator(_written_day)]
#: Whatever instant comes in; in UTC. What PostgreSQL can hold and Python cannot would make its row unreadable.
Instant = Annotated[AwareDatetime, BeforeValidator(_written_instant), AfterValidator(_in_known_times)]


class ExternalRef(BaseModel):
    """The same record in another system."""

    model_config = ConfigDict(extra="forbid")

    system: RefPart = Field(examples=["salesforce"])
    id: RefPart = Field(examples=["0015g00000XyZ"])
    url: WebAddress | None = None


def _distinct(references: list[ExternalRef]) -> list[ExternalRef]:
    if len({(reference.system, reference.id) for reference in references}) != len(references):
        raise ValueError("names the same system and id twice")
    return references


ExternalRefs = Annotated[list[ExternalRef], Field(max_length=MAXIMUM_LIST), AfterValidator(_distinct)]


class Creation(BaseModel):
    """The body that creates a record; unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Change(BaseModel):
    """The body of a PATCH: absent is unchanged, null clears, and `required` names what cannot be cleared."""

    model_config = ConfigDict(extra="forbid")

    required: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*")
    @classmethod
    def _keep_required(cls, value: Any, info: ValidationInfo) -> Any:
        # Defaults are not validated, so a None that comes here was sent.
        if value is None and info.field_name in cls.required:
            raise ValueError("cannot be empty; leave the field out to keep it as it is")
        return value

    def given(self) -> dict[str, Any]:
        """The fields that the caller named, as plain values."""
        return self.model_dump(include=self.model_fields_set, mode="python")


def apply(change: dict[str, Any], record: Any) -> list[str]:
    """Set what differs; returns the names of the changed fields, sorted."""
    changed = sorted(name for name, value in change.items() if getattr(record, name) != value)
    for name in changed:
        setattr(record, name, change[name])
    return changed


def with_reference(references: Sequence[ExternalRef], *, system: str, external_id: str) -> list[ExternalRef]:
    """The references, with the one that an upsert was addressed by."""
    if any(reference.system == system and reference.id == external_id for reference in references):
        return list(references)
    return [*references, ExternalRef(system=system, id=external_id)]
