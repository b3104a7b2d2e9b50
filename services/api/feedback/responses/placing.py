"""Where an answer shows: on timelines, in search, and in what others are told."""

from uuid import UUID

from services.api.customers import service as customers
from services.api.feedback.responses import events
from services.api.feedback.responses.domain import Scale, title_of, title_with_score
from services.api.feedback.responses.models import SurveyResponse
from services.api.interactions.mail.plain import snippet
from services.api.search.service import Findable, make_findable
from services.api.timeline.service import TimelineSubject, TimelineThing, place_on_timelines
from services.contracts.payload import Payload
from services.kit.clock import now
from services.kit.work import Work

SURVEY_RESPONSE = "survey_response"


async def show(work: Work, response: SurveyResponse, *, is_new: bool = False) -> None:
    """Write its timeline and search entries anew, and when its customer was last in touch.

    A provider may name a day that is still to come: the response keeps it, but nobody was in touch then.
    """
    at = min(response.submitted_at, now())
    thing = TimelineThing(
        type=SURVEY_RESPONSE,
        id=response.id,
        occurred_at=at,
        summary=_summary(response),
        restricted_to=response.restricted_to,
    )
    await place_on_timelines(work, thing=thing, subjects=_subjects(response), is_new=is_new)
    people = [word for word in (response.respondent_name, response.respondent_address) if word]
    said = [answer["answer"] for answer in response.answers]
    record = Findable(
        type=SURVEY_RESPONSE,
        id=response.id,
        title=title_with_score(response.survey_name, response.score, Scale(response.lowest, response.highest)),
        body="\n".join([" ".join(people), response.comment or "", *said]),
        restricted_to=response.restricted_to,
    )
    await make_findable(work, record=record)
    if response.customer_id is not None:
        await customers.note_interaction(work, customer_id=response.customer_id, occurred_at=at)


def tell(work: Work, response: SurveyResponse, payload: Payload, *, sequence: int | None = None) -> UUID:
    """Record what happened to it, for those who may see it; returns the event's id."""
    return work.record(
        payload,
        subject=events.subject(response),
        sequence=sequence or response.version,
        project_id=next(iter(response.restricted_to or []), response.project_id),
        is_private=response.restricted_to is not None,
    )


def _subjects(response: SurveyResponse) -> list[TimelineSubject]:
    subjects = [TimelineSubject("customer", response.customer_id)] if response.customer_id else []
    subjects += [TimelineSubject("contact", response.contact_id)] if response.contact_id else []
    return subjects + ([TimelineSubject("project", response.project_id)] if response.project_id else [])


def _summary(response: SurveyResponse) -> dict[str, object]:
    return {
        "title": title_of(response.survey_name),
        "snippet": snippet(response.comment or "") or None,
        "channel": "survey",
        "direction": "inbound",
        "actor_name": response.respondent_name or response.respondent_address,
        "customer_id": str(response.customer_id) if response.customer_id else None,
        "project_ids": [str(response.project_id)] if response.project_id else [],
        "metric": response.metric,
        "score": response.score,
        "highest": response.highest,
        "standing": response.standing,
    }
