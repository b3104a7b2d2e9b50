from collections.abc import Sequence
from uuid import UUID

from services.api.integrations.models import InboundMessage, InboundSource
from services.api.integrations.providers.port import MailEvent
from services.contracts.envelope import Subject
from services.contracts.events.inbound import (
    InboundMessageFailed,
    InboundMessageMatched,
    InboundMessageUnmatched,
    InboundSourceCreated,
    InboundSourceDeleted,
    InboundSourceUpdated,
    MailEventReceived,
)


def source_subject(source: InboundSource) -> Subject:
    """How events name this source."""
    return Subject(kind="inbound_source", id=source.id)


def message_subject(message: InboundMessage) -> Subject:
    """How events name this message."""
    return Subject(kind="inbound_message", id=message.id)


def source_created(source: InboundSource) -> InboundSourceCreated:
    """What others learn of a new source."""
    return InboundSourceCreated(kind=source.kind, provider=source.provider, name=source.name)


def source_updated(source: InboundSource, changed: Sequence[str]) -> InboundSourceUpdated:
    """What others learn of a changed source; of secrets and settings only that they changed."""
    return InboundSourceUpdated(kind=source.kind, provider=source.provider, name=source.name, changed=sorted(changed))


def source_deleted(source: InboundSource) -> InboundSourceDeleted:
    """What others learn of a deleted source."""
    return InboundSourceDeleted(kind=source.kind, provider=source.provider, name=source.name)


def unmatched(message: InboundMessage, *, reason: str, subject: str, from_address: str) -> InboundMessageUnmatched:
    """What others learn of a mail that belongs to no customer."""
    return InboundMessageUnmatched(
        source_id=message.source_id,
        interaction_ids=list(message.interaction_ids),
        reason=reason,
        subject=subject,
        from_address=from_address,
    )


def failed(message: InboundMessage, *, reason: str) -> InboundMessageFailed:
    """What others learn of a request that could not be read."""
    return InboundMessageFailed(source_id=message.source_id, reason=reason)


def mail_event_received(
    message: InboundMessage, event: MailEvent, *, customer_id: UUID | None, contact_id: UUID | None
) -> MailEventReceived:
    """What others learn of what became of a mail that was sent through a provider."""
    return MailEventReceived(
        source_id=message.source_id,
        kind=event.kind,
        is_permanent=event.is_permanent,
        customer_id=customer_id,
        contact_id=contact_id,
        recipient=event.recipient,
        message_id=event.message_id,
        detail=event.detail,
    )


def matched(
    message: InboundMessage, *, customer_id: UUID | None, interaction_ids: Sequence[UUID]
) -> InboundMessageMatched:
    """What others learn when somebody gave a mail to a customer."""
    return InboundMessageMatched(
        source_id=message.source_id, customer_id=customer_id, interaction_ids=list(interaction_ids)
    )
