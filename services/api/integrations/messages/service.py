"""What people do with the requests that came in."""

from uuid import UUID

from services.api.feedback.responses.service import give_responses, take_back_responses
from services.api.integrations import events
from services.api.integrations.errors import (
    NothingToMatch,
    NotReplayable,
    match_names_nobody,
    match_names_nothing,
    match_names_several,
)
from services.api.integrations.messages import repository
from services.api.integrations.messages.domain import is_replayable
from services.api.integrations.messages.queue import TAKEN_BACK, leave_queue
from services.api.integrations.messages.schemas import InboundMatch, InboundReplay, InboundReplayed
from services.api.integrations.models import InboundMessage
from services.api.integrations.sources import repository as source_rows
from services.api.interactions.correspondence import match_mail
from services.api.interactions.service import fitting_customer
from services.api.interactions.threads import service as threads
from services.api.interactions.unmatching import unmatch_mail
from services.api.projects import service as projects
from services.kit.problems import UnknownReference
from services.kit.work import Work

REPLAYED_AT_ONCE = 5_000


async def replay(work: Work, *, message_id: UUID) -> InboundMessage:
    """Have a message read once more: after a failure, or when its customer is known by now.

    Raises:
        NotFound: there is no such message here.
        NotReplayable: it was refused.
    """
    message = await repository.message_for_change(work, message_id=message_id)
    if message.status == "refused":
        raise NotReplayable
    if is_replayable(message.status):
        message.status, message.reason, message.processed_at = "received", None, None
        message.attempts, message.claimed_until = 0, None
        await work.session.flush()
    return message


async def match_message(work: Work, *, message_id: UUID, given: InboundMatch) -> InboundMessage:
    """Give the mail to a customer, and with it the other unmatched mails of its thread; or the answered survey.

    Raises:
        NotFound: there is no such message, or its mail cannot be seen.
        UnknownReference: the customer, the contact or a project is not there.
        Invalid: the contact works for another customer, or nothing given tells the one customer.
        NothingToMatch: neither a mail nor an answer came of it.
    """
    if given.customer_id is None and given.contact_id is None and "customer_id" in given.model_fields_set:
        return await _take_back(work, message_id=message_id)
    message = await repository.message_for_change(work, message_id=message_id)
    # Before the contact is held: who reads mails holds the threads first.
    await threads.lock_threads(work)
    given = given.model_copy(update={"customer_id": await _customer(work, given)})
    answers = await give_responses(work, response_ids=message.survey_response_ids, values=_place(given))
    if not (message.interaction_ids or answers):
        raise NothingToMatch
    moved = [
        found
        for interaction_id in message.interaction_ids
        for found in await match_mail(
            work,
            interaction_id=interaction_id,
            customer_id=given.customer_id,
            contact_id=given.contact_id,
            project_ids=given.project_ids,
        )
    ]
    leave_queue(message)
    await work.session.flush()
    payload = events.matched(message, customer_id=given.customer_id, interaction_ids=moved)
    work.record(payload, subject=events.message_subject(message), sequence=message.attempts + 1)
    return message


async def _customer(work: Work, given: InboundMatch) -> UUID:
    """The one customer that is meant: by name, as the contact's, or as the only one of the projects."""
    if customer_id := await fitting_customer(work, customer_id=given.customer_id, contact_id=given.contact_id):
        return customer_id
    if not given.project_ids:
        raise match_names_nothing()
    found = await projects.customers_of(work, project_ids=given.project_ids)
    if len(found) != 1:
        raise match_names_several() if found else match_names_nobody()
    return found[0]


def _place(given: InboundMatch) -> dict[str, UUID]:
    """Where an answered survey is put; of several projects the first, since an answer is on one."""
    named = {
        "customer_id": given.customer_id,
        "contact_id": given.contact_id,
        "project_id": next(iter(given.project_ids or []), None),
    }
    return {name: value for name, value in named.items() if value is not None}


async def replay_all(work: Work, *, given: InboundReplay) -> InboundReplayed:
    """Have the failed or the unmatched messages read once more, the oldest first, so many at a time.

    Raises:
        UnknownReference: there is no such source here.
    """
    if given.source_id is not None and not await source_rows.has_source(work, source_id=given.source_id):
        raise UnknownReference("/source_id")
    count = await repository.await_reading(work, status=given.status, source_id=given.source_id, most=REPLAYED_AT_ONCE)
    return InboundReplayed(count=count, has_more=count == REPLAYED_AT_ONCE)


async def _take_back(work: Work, *, message_id: UUID) -> InboundMessage:
    message = await repository.message_for_change(work, message_id=message_id)
    answers = await take_back_responses(work, response_ids=message.survey_response_ids)
    if not (message.interaction_ids or answers):
        raise NothingToMatch
    freed = [
        found
        for interaction_id in message.interaction_ids
        for found in await unmatch_mail(work, interaction_id=interaction_id)
    ]
    await repository.reopen(work, interaction_ids=freed, reason=TAKEN_BACK)
    await work.session.refresh(message, ["status", "reason"])
    payload = events.matched(message, customer_id=None, interaction_ids=freed)
    work.record(payload, subject=events.message_subject(message), sequence=message.attempts + 1)
    return message
