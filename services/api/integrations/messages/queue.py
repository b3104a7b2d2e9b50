"""The queue of requests that belong to no customer: how one leaves it, whichever way its customer was found."""

from collections.abc import Sequence
from uuid import UUID

from services.api.feedback.responses.belonging import when_placed
from services.api.integrations.messages import repository
from services.api.integrations.models import InboundMessage
from services.api.interactions.belonging import when_matched
from services.kit.work import Work

TAKEN_BACK = "Somebody took it back from its customer."


def leave_queue(message: InboundMessage) -> None:
    """Everything in the request belongs to somebody."""
    message.status, message.reason = "processed", None


@when_matched
async def leave_queue_by_mails(work: Work, interaction_ids: Sequence[UUID]) -> None:
    """Mails found their customer: by a later mail of the thread, or on the interaction's own page."""
    await repository.settle(work, interaction_ids=interaction_ids)


@when_placed
async def follow_answer(work: Work, inbound_message_ids: Sequence[UUID], belongs: bool) -> None:
    """An answered survey found whose it is, by coming again or on its own page; or somebody took it back."""
    if belongs:
        await repository.settle_messages(work, message_ids=inbound_message_ids)
    else:
        await repository.reopen_messages(work, message_ids=inbound_message_ids, reason=TAKEN_BACK)
