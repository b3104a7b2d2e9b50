import math
import re
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from services.api.web.fields import MAXIMUM_LIST, Change, Creation, ExternalRef, ExternalRefs, Name, Tags, WebAddress
from services.kit.mail_names import ascii_domain, readable_address

CustomerKind = Literal["company", "person", "internal"]
DOMAIN = re.compile(r"^(?=.{1,253}$)([a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}$")
CUSTOM_BYTES = 10_000


def _domain(value: str) -> str:
    domain = value.lower().removeprefix("@").rstrip(".")
    in_ascii = ascii_domain(domain)
    if not DOMAIN.match(in_ascii):
        raise ValueError("must be a mail domain such as northwind.example")
    return domain if domain.isascii() else readable_address(in_ascii)


def _each_once(domains: list[str]) -> list[str]:
    return list({ascii_domain(one): one for one in reversed(domains)}.values())[::-1]


def _small(value: dict[str, Any]) -> dict[str, Any]:
    text = repr(value)
    if len(text) > CUSTOM_BYTES or "\\x00" in text or "\\ud" in text:
        raise ValueError("is too large, or holds characters that cannot be stored")
    if not _is_finite(value):
        raise ValueError("holds NaN or a number too large; send numbers that JSON knows")
    return value


def _is_finite(value: Any) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return all(_is_finite(one) for one in inner)


Domain = Annotated[str, StringConstraints(strip_whitespace=True, max_length=254), AfterValidator(_domain)]
Domains = Annotated[list[Domain], Field(max_length=MAXIMUM_LIST), AfterValidator(_each_once)]
Custom = Annotated[dict[str, Any], AfterValidator(_small)]


class CustomerCreate(Creation):
    name: Name = Field(examples=["Northwind Logistics"])
    kind: CustomerKind = "company"
    domains: Domains = Field(default=[], description="Mail from these domains belongs to this customer.")
    website: WebAddress | None = None
    owner_id: UUID | None = Field(default=None, description="The member who answers for this customer.")
    tags: Tags = []
    custom: Custom = {}
    external_refs: ExternalRefs = []


class CustomerUpdate(Change):
    required: ClassVar[frozenset[str]] = frozenset({"name", "kind", "domains", "tags", "custom", "external_refs"})

    name: Name | None = None
    kind: CustomerKind | None = None
    domains: Domains | None = None
    website: WebAddress | None = None
    owner_id: UUID | None = None
    tags: Tags | None = None
    custom: Custom | None = None
    external_refs: ExternalRefs | None = None


class CustomerRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    kind: CustomerKind
    domains: list[str]
    website: str | None
    owner_id: UUID | None
    tags: list[str]
    custom: dict[str, Any]
    external_refs: list[ExternalRef]
    last_interaction_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int


class CustomerPage(BaseModel):
    items: list[CustomerRead]
    next_cursor: str | None
