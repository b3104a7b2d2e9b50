"""Field types that several resources share, and the bases of write schemas."""

import re
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

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


Storable = AfterValidator(_storable)
OneLine = AfterValidator(_one_line)

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Storable, OneLine]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60), Storable, OneLine]
Prose = Annotated[str, StringConstraints(max_length=20_000), Storable]
LongText = Annotated[str, StringConstraints(max_length=200_000), Storable]
WebAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^https?://\S+$"), Storable
]
RefPart = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Storable, OneLine]
Tags = Annotated[list[Label], Field(max_length=MAXIMUM_LIST), AfterValidator(lambda tags: list(dict.fromkeys(tags)))]


# PostgreSQL's driver takes the first and the last day that Python knows for minus and plus infinity.
Day = Annotated[date, Field(ge=date(1000, 1, 1), le=date(9000, 1, 1))]


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


def with_reference(references: list[ExternalRef], *, system: str, external_id: str) -> list[ExternalRef]:
    """The references, with the one that an upsert was addressed by."""
    if any(reference.system == system and reference.id == external_id for reference in references):
        return references
    return [*references, ExternalRef(system=system, id=external_id)]
