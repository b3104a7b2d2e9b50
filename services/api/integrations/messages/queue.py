"""The queue of requests that belong to no customer: how one leaves it, whichever way its customer was found."""

from collections.abc import Sequence
from uuid import UUID

from services.api.feedback.responses.belonging import when_placed
from services.api.integrations.messages import repository
from services.api.integrations.models import InboundMessage
from services.api.interactions.belonging import when_matched
from services.kit.work import Work


def leave_queue(message: InboundMessage) -> None:
    """Everything in the request belongs to somebody."""
    message.status, message.reason = "processed", None


@when_matched
async def leave_queue_by_mails(work: Work, interaction_ids: Sequence[UUID]) -> None:
    """Mails found their customer: by a later mail of the thread, or on the interaction's own page."""
    await repository.settle(work, interaction_ids=interaction_ids)


@when_placed
async def leave_queue_by_answer(work: Work, inbound_message_id: UUID) -> None:
    """An answered survey found whose it is: by coming again, or on its own page."""
    await repository.settle_message(work, message_id=inbound_message_id)
