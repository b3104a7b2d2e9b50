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
class InboundSourceUpdated(InboundSourceFacts):
    TYPE = "inbound_source.updated"
    EXAMPLE = {"kind": "email", "provider": "raw", "name": "Support mailbox", "changed": ["name", "secret"]}

    changed: list[str]


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


@registered
class MailEventReceived(Payload):
    """`kind` is one of delivery, bounce, complaint, open, click and other.

    `customer_id` and `contact_id` are set where the recipient is a contact of that customer.
    """

    TYPE = "inbound_message.mail_event_received"
    EXAMPLE = {
        "source_id": "0190b6a0-0000-7000-8000-000000000006",
        "kind": "bounce",
        "is_permanent": True,
        "customer_id": "0190b6a0-0000-7000-8000-000000000002",
        "contact_id": "0190b6a0-0000-7000-8000-000000000003",
        "recipient": "someone@elsewhere.example",
        "message_id": "1@lindqvist.example",
        "detail": "550 5.1.1 no such user",
    }

    source_id: UUID
    kind: str
    is_permanent: bool
    customer_id: UUID | None = None
    contact_id: UUID | None = None
    recipient: str = personal_field(default="")
    message_id: str = personal_field(default="")
    detail: str = personal_field(default="")
