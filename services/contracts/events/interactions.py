"""Interactions with customers."""

from datetime import datetime
from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered

INTERACTION = {
    "channel": "email",
    "direction": "inbound",
    "occurred_at": "2026-11-20T08:15:00Z",
    "customer_id": "0190b6a0-0000-7000-8000-000000000002",
    "contact_id": "0190b6a0-0000-7000-8000-000000000004",
    "project_ids": ["0190b6a0-0000-7000-8000-000000000003"],
    "thread_id": "0190b6a0-0000-7000-8000-000000000005",
    "is_automatic": False,
    "matched_by": "contact",
    "subject": "Late news on slips",
    "snippet": "We heard of the delay from the site, not from you.",
    "from_name": "Petri Aho",
    "from_address": "petri.aho@northwind.example",
    "bounced_addresses": [],
}


class InteractionFacts(Payload):
    """What other services keep of an interaction."""

    channel: str
    direction: str
    occurred_at: datetime
    customer_id: UUID | None = None
    contact_id: UUID | None = None
    project_ids: list[UUID]
    thread_id: UUID
    is_automatic: bool = False
    automatic_kind: str | None = None
    matched_by: str | None = None
    subject: str = personal_field(default="")
    snippet: str = personal_field(default="")
    from_name: str = personal_field(default="")
    from_address: str = personal_field(default="")
    bounced_addresses: list[str] = personal_field(default=[])


@registered
class InteractionRecorded(InteractionFacts):
    TYPE = "interaction.recorded"
    EXAMPLE = INTERACTION


@registered
class InteractionUpdated(InteractionFacts):
    TYPE = "interaction.updated"
    EXAMPLE = {**INTERACTION, "changed": ["customer_id"]}

    changed: list[str]


@registered
class InteractionDeleted(Payload):
    TYPE = "interaction.deleted"
    EXAMPLE = {"channel": "note"}

    channel: str
