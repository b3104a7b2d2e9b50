"""What people do with answered surveys."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.customers.contacts import service as contacts
from services.api.feedback.responses import events, repository
from services.api.feedback.responses.belonging import tell_placed
from services.api.feedback.responses.domain import ENOUGH, average, net_promoter_score
from services.api.feedback.responses.errors import contact_of_another_customer
from services.api.feedback.responses.models import SurveyResponse
from services.api.feedback.responses.placing import show, tell
from services.api.feedback.responses.privacy import restriction
from services.api.feedback.responses.recording import belongs
from services.api.feedback.responses.schemas import MetricSummary, SurveyResponseSummary, SurveyResponseUpdate
from services.api.projects import service as projects
from services.api.search.service import forget
from services.api.timeline.service import remove_from_timelines
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.reads import Reader
from services.kit.work import Work


async def change_response(
    work: Work, *, response_id: UUID, change: SurveyResponseUpdate, expected_version: int | None = None
) -> SurveyResponse:
    """Say by hand whose answer it is and on which project.

    Raises:
        NotFound: the actor sees no such response.
        PreconditionFailed: it changed since `expected_version`.
        UnknownReference: the customer, the contact or the project is not there.
    """
    response = await repository.response_for_change(work, response_id=response_id)
    check_version(expected_version, response.version)
    values = await _belonging(work, response, change.given())
    if values.get("project_id", response.project_id) != response.project_id:
        response.restricted_to = await restriction(work, values["project_id"])
    changed = apply(values, response)
    if changed:
        response.matched_by = "hand" if belongs(response) else None
        response.updated_at = now()
        await work.session.flush()
        await show(work, response)
        tell(work, response, events.updated(response, changed))
        await tell_placed(work, response.message_ids, belongs=belongs(response))
    return response


async def delete_response(work: Work, *, response_id: UUID, expected_version: int | None = None) -> None:
    """Delete a response from every timeline.

    Raises:
        NotFound: the actor sees no such response.
        PreconditionFailed: it changed since `expected_version`.
    """
    response = await repository.response_for_change(work, response_id=response_id)
    check_version(expected_version, response.version)
    await remove_from_timelines(work, thing_id=response_id)
    await forget(work, thing_id=response_id)
    tell(work, response, events.deleted(response), sequence=response.version + 1)
    await work.session.delete(response)
    await work.session.flush()


async def give_responses(work: Work, *, response_ids: Sequence[UUID], values: dict[str, UUID]) -> list[UUID]:
    """Give what a stored request told to a customer or contact; returns the ids of what the actor sees of it.

    Without a project in `values` they go to the customer's open project, if there is exactly one.

    Raises:
        UnknownReference: the customer, the contact or the project is not there.
    """
    response_ids = await repository.visible_ids(work, response_ids=response_ids)
    if response_ids and "project_id" not in values:
        values = {**values, **await _only_open_project(work, values)}
    for response_id in response_ids:
        await change_response(work, response_id=response_id, change=SurveyResponseUpdate(**values))
    return list(response_ids)


async def take_back_responses(work: Work, *, response_ids: Sequence[UUID]) -> list[UUID]:
    """Let what a stored request told belong to nobody again; returns the ids of what the actor sees of it."""
    nobody = SurveyResponseUpdate(customer_id=None, contact_id=None, project_id=None)
    response_ids = await repository.visible_ids(work, response_ids=response_ids)
    for response_id in response_ids:
        await change_response(work, response_id=response_id, change=nobody)
    return list(response_ids)


async def summarise(
    reader: Reader, actor: Actor, *, customer_id: UUID | None, project_id: UUID | None
) -> SurveyResponseSummary:
    """What the answers on a customer, a project or everywhere add up to, of those the actor sees."""
    tallies = await repository.tallies(reader, actor, customer_id=customer_id, project_id=project_id)
    mean = average(tallies)
    items = [
        MetricSummary(
            metric=tally.metric,
            scored=tally.scored,
            average=average([tally]),
            good=tally.good,
            middling=tally.middling,
            low=tally.low,
            net_promoter_score=net_promoter_score(tally),
        )
        for tally in tallies
    ]
    scored = sum(tally.scored for tally in tallies)
    state = "measured" if scored >= ENOUGH else "too_little_data"
    return SurveyResponseSummary(state=state, scored=scored, average=mean, items=items)


async def _only_open_project(work: Work, values: dict[str, UUID]) -> dict[str, UUID]:
    customer_id = values.get("customer_id")
    if "contact_id" in values:
        customer_id = await contacts.customer_of_contact(work, contact_id=values["contact_id"])
    found = await projects.open_projects_of(work, customer_id) if customer_id else []
    return {"project_id": found[0]} if len(found) == 1 else {}


async def _belonging(work: Work, response: SurveyResponse, values: dict[str, Any]) -> dict[str, Any]:
    """Customer and contact that fit each other: a contact brings their customer, another customer loses the contact."""
    if "customer_id" not in values and "contact_id" not in values:
        return values
    contact_id = values.get("contact_id", response.contact_id)
    if "contact_id" not in values and values["customer_id"] != response.customer_id:
        contact_id = None
    customer_id = values.get("customer_id", response.customer_id)
    if contact_id is not None:
        employer = await contacts.customer_of_contact(work, contact_id=contact_id)
        if values.get("customer_id") not in (None, employer):
            raise contact_of_another_customer()
        customer_id = employer
    return {**values, "customer_id": customer_id, "contact_id": contact_id}
