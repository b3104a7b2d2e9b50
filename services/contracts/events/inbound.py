"""What providers send us."""

from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered


class InboundSourceFacts(Payload):
    """What other services keep of an inbound source."""

    kind: str
    provider: str
    name: str


@registered
class InboundSourceCreated(InboundSourceFacts):
    TYPE = "inbound_source.created"
    EXAMPLE = {"kind": "email", "provider": "raw", "name": "Support mailbox"}


@registered
class InboundSourceDeleted(InboundSourceFacts):
    TYPE = "inbound_source.deleted"
    EXAMPLE = {"kind": "email", "provider": "raw", "name": "Support mailbox"}


@registered
class InboundMessageUnmatched(Payload):
    TYPE = "inbound_message.unmatched"
    EXAMPLE = {
        "source_id": "0190b6a0-0000-7000-8000-000000000006",
        "interaction_ids": ["0190b6a0-0000-7000-8000-000000000007"],
        "reason": "no customer has the domain of the sender",
        "subject": "Question about the pilot",
        "from_address": "someone@elsewhere.example",
    }

    source_id: UUID
    interaction_ids: list[UUID]
    reason: str
    subject: str = personal_field(default="")
    from_address: str = personal_field(default="")


@registered
class InboundMessageFailed(Payload):
    TYPE = "inbound_message.failed"
    EXAMPLE = {"source_id": "0190b6a0-0000-7000-8000-000000000006", "reason": "not a mail message"}

    source_id: UUID
    reason: str


@registered
class InboundMessageMatched(Payload):
    TYPE = "inbound_message.matched"
    EXAMPLE = {
        "source_id": "0190b6a0-0000-7000-8000-000000000006",
        "customer_id": "0190b6a0-0000-7000-8000-000000000002",
        "interaction_ids": ["0190b6a0-0000-7000-8000-000000000007"],
    }

    source_id: UUID
    customer_id: UUID | None
    interaction_ids: list[UUID]
