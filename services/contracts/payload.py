"""The base of every event's payload, and the registry of all of them."""

from typing import Any, ClassVar, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, JsonValue

PERSONAL: dict[str, JsonValue] = {"personal": True}


def personal_field(**options: Any) -> Any:
    """A field that belongs to `personal`: erasable on its own, never in `data`."""
    return Field(json_schema_extra=PERSONAL, **options)


class Payload(BaseModel):
    """One event type. Subclasses set `TYPE` and `EXAMPLE`; a changed meaning gets a new `VERSION`."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    TYPE: ClassVar[str]
    VERSION: ClassVar[int] = 1
    EXAMPLE: ClassVar[dict[str, Any]]

    @classmethod
    def personal_names(cls) -> frozenset[str]:
        """Names of the fields that are personal."""
        return frozenset(name for name, info in cls.model_fields.items() if info.json_schema_extra == PERSONAL)

    def split(self) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """`(data, personal)` as JSON values; `personal` is None for a type that has no such field."""
        values = self.model_dump(mode="json")
        names = self.personal_names()
        personal = {name: values.pop(name) for name in names}
        return values, personal or None

    @classmethod
    def join(cls, data: dict[str, Any], personal: dict[str, Any] | None) -> Self:
        """Read a payload back; unknown fields of a newer writer are left out, erased personal ones stay unset."""
        known = {**data, **(personal or {})}
        return cls.model_validate({name: value for name, value in known.items() if name in cls.model_fields})


PayloadType = TypeVar("PayloadType", bound=Payload)

REGISTRY: dict[str, type[Payload]] = {}


def registered(payload: type[PayloadType]) -> type[PayloadType]:
    """Class decorator that enters a payload under its event type."""
    REGISTRY[payload.TYPE] = payload
    return payload
