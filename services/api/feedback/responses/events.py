from services.api.feedback.responses.models import SurveyResponse
from services.contracts.envelope import Subject
from services.contracts.events.feedback import SurveyResponseDeleted, SurveyResponseReceived, SurveyResponseUpdated

#: Of a comment; the response has all of it. The broker takes no message over 1 MB, and nobody reads that in a mail.
QUOTED_CHARACTERS = 20_000


def subject(response: SurveyResponse) -> Subject:
    """How events name this response."""
    return Subject(kind="survey_response", id=response.id)


def received(response: SurveyResponse) -> SurveyResponseReceived:
    """What others learn of a new response."""
    return SurveyResponseReceived(**_facts(response))


def updated(response: SurveyResponse, changed: list[str]) -> SurveyResponseUpdated:
    """What others learn of a change."""
    return SurveyResponseUpdated(**_facts(response), changed=changed)


def deleted(response: SurveyResponse) -> SurveyResponseDeleted:
    """What others learn of a deletion."""
    return SurveyResponseDeleted(provider=response.provider, metric=response.metric)


def _facts(response: SurveyResponse) -> dict[str, object]:
    return {
        "provider": response.provider,
        "survey_name": response.survey_name,
        "metric": response.metric,
        "score": response.score,
        "lowest": response.lowest,
        "highest": response.highest,
        "normalized": response.normalized,
        "standing": response.standing,
        "customer_id": response.customer_id,
        "contact_id": response.contact_id,
        "project_id": response.project_id,
        "submitted_at": response.submitted_at,
        "matched_by": response.matched_by,
        "comment": (response.comment or "")[:QUOTED_CHARACTERS],
        "respondent_name": response.respondent_name or "",
        "respondent_address": response.respondent_address or "",
    }
