"""An answered survey that came in becomes one response, on the right customer, contact and project."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.api.customers import service as customers
from services.api.customers.contacts import service as contacts
from services.api.feedback.responses import events, repository
from services.api.feedback.responses.belonging import tell_placed
from services.api.feedback.responses.domain import Submission, normalized, other_messages, standing
from services.api.feedback.responses.matching import (
    CONTACT_FIELDS,
    CUSTOMER_FIELDS,
    PROJECT_FIELDS,
    Known,
    KnownContact,
    KnownProject,
    Match,
    id_in,
    match,
    named,
)
from services.api.feedback.responses.models import SurveyResponse
from services.api.feedback.responses.placing import show, tell
from services.api.feedback.responses.privacy import restriction
from services.api.interactions.domain import matchable_domains
from services.api.projects import service as projects
from services.api.web.fields import apply
from services.kit.clock import now
from services.kit.mail_names import ascii_address
from services.kit.problems import UnknownReference
from services.kit.work import Work


@dataclass(frozen=True)
class RecordedResponse:
    """The response of a submission; where it belongs nowhere, `reason` says why."""

    response: SurveyResponse
    is_new: bool
    reason: str | None = None


async def record_response(work: Work, *, submission: Submission) -> RecordedResponse:
    """Record what somebody answered. What comes again under the same id is the same response.

    When it says the same, nothing changes; when it says something else, because people may go on answering, the
    response has a new version. Where it belongs is looked for again only while it belongs nowhere.
    """
    known = None
    if submission.source_id is not None:
        known = await repository.unscoped_by_external_id(
            work, source_id=submission.source_id, external_id=submission.external_id
        )
    if known is not None:
        return await _record_again(work, known, submission)
    found = await _match(work, submission)
    response = SurveyResponse(
        workspace_id=work.workspace_id,
        provider=submission.provider,
        source_id=submission.source_id,
        external_id=submission.external_id,
        inbound_message_id=submission.inbound_message_id,
        **_content(submission),
        **_place(found),
        restricted_to=await restriction(work, found.project_id),
    )
    work.session.add(response)
    await work.session.flush()
    await show(work, response, is_new=True)
    tell(work, response, events.received(response))
    return RecordedResponse(response, True, found.reason)


async def _record_again(work: Work, known: SurveyResponse, submission: Submission) -> RecordedResponse:
    values, reason = _content(submission), None
    if not belongs(known):
        found = await _match(work, submission)
        values |= {**_place(found), "restricted_to": await restriction(work, found.project_id)}
        reason = found.reason
    # Everything is looked up before anything is set, so that one change is one version.
    changed = [name for name in apply(values, known) if name != "restricted_to"]
    if not changed:
        await _note_message(work, known, submission.inbound_message_id)
    else:
        _follow(known, submission.inbound_message_id)
        known.updated_at = now()
        await work.session.flush()
        await show(work, known)
        tell(work, known, events.updated(known, changed))
        if belongs(known):
            await tell_placed(work, known.message_ids, belongs=True)
    return RecordedResponse(known, False, reason)


def _follow(known: SurveyResponse, message_id: UUID | None) -> None:
    """The response says from now on what this request says; those that said something else still lead to it."""
    if message_id is not None and message_id != known.inbound_message_id:
        before, known.inbound_message_id = known.inbound_message_id, message_id
        known.other_message_ids = other_messages(known.other_message_ids, told_by=before, says_now=message_id)


async def _note_message(work: Work, known: SurveyResponse, message_id: UUID | None) -> None:
    """A request that says nothing new leads to the response too."""
    others = other_messages(known.other_message_ids, told_by=message_id, says_now=known.inbound_message_id)
    if message_id not in known.message_ids:
        await repository.note_message(work, response_id=known.id, other_message_ids=others)


def belongs(response: SurveyResponse) -> bool:
    """Whether somebody knows whose answer it is, or at least on which project."""
    return response.customer_id is not None or response.project_id is not None


async def _match(work: Work, submission: Submission) -> Match:
    """Look up what the submission points at; the address only where its hidden fields do not tell."""
    hidden, address = submission.hidden, ascii_address(submission.respondent_address)
    people = (await contacts.contacts_by_address(work, addresses=[address])).get(address, []) if address else []
    known = Known(
        named_contact=await _named_contact(work, id_in(named(hidden, CONTACT_FIELDS))),
        named_customer_id=await _named_customer(work, id_in(named(hidden, CUSTOMER_FIELDS))),
        named_project=await _named_project(work, named(hidden, PROJECT_FIELDS)),
        contacts=[KnownContact(one.id, one.customer_id) for one in people],
        domain_customers=[] if people else await _customers_by_domain(work, address),
    )
    found = match(address, known)
    if found.project_id is None and found.customer_id is not None:
        open_ones = await projects.open_projects_of(work, found.customer_id)
        project_id = open_ones[0] if len(open_ones) == 1 else None
        return Match(found.customer_id, found.contact_id, project_id, found.matched_by)
    return found


async def _named_contact(work: Work, contact_id: UUID | None) -> KnownContact | None:
    if contact_id is None:
        return None
    try:
        return KnownContact(contact_id, await contacts.customer_of_contact(work, contact_id=contact_id))
    except UnknownReference:
        return None


async def _named_customer(work: Work, customer_id: UUID | None) -> UUID | None:
    if customer_id is None:
        return None
    try:
        await customers.require_customers(work, customer_ids=[customer_id], pointer="/customer_id")
    except UnknownReference:
        return None
    return customer_id


async def _named_project(work: Work, value: str) -> KnownProject | None:
    found = await projects.find_project(work, project_id=id_in(value), key=value) if value else None
    return KnownProject(*found) if found else None


async def _customers_by_domain(work: Work, address: str) -> list[UUID]:
    """Customers of the nearest domain that any customer has."""
    for domain in matchable_domains(address):
        if found := await customers.customers_of_domain(work, domain=domain):
            return found
    return []


def _place(found: Match) -> dict[str, Any]:
    return {
        "customer_id": found.customer_id,
        "contact_id": found.contact_id,
        "project_id": found.project_id,
        "matched_by": found.matched_by,
    }


def _content(submission: Submission) -> dict[str, Any]:
    """What was answered, as columns, with what the score is worth."""
    worth = None if submission.score is None else normalized(submission.score, submission.scale)
    return {
        "survey_name": submission.survey_name,
        "survey_external_id": submission.survey_external_id or None,
        "metric": submission.metric,
        "score": submission.score,
        "lowest": submission.scale.lowest,
        "highest": submission.scale.highest,
        "normalized": worth,
        "standing": None if worth is None else standing(submission.metric, worth),
        "comment": submission.comment or None,
        "answers": [{"question": question, "answer": answer} for question, answer in submission.answers],
        "hidden": dict(submission.hidden),
        "variables": dict(submission.variables),
        "respondent_address": submission.respondent_address or None,
        "respondent_name": submission.respondent_name or None,
        "submitted_at": submission.submitted_at,
    }
