"""What customers answer when they are asked."""

from datetime import datetime
from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered

SURVEY_RESPONSE = {
    "provider": "typeform",
    "survey_name": "Project pulse",
    "metric": "nps",
    "score": 3,
    "lowest": 0,
    "highest": 10,
    "normalized": 30,
    "standing": "low",
    "customer_id": "0190b6a0-0000-7000-8000-000000000002",
    "contact_id": "0190b6a0-0000-7000-8000-000000000004",
    "project_id": "0190b6a0-0000-7000-8000-000000000003",
    "submitted_at": "2026-11-20T08:15:00Z",
    "matched_by": "contact",
    "comment": "We heard of the delay from the site, not from you.",
    "respondent_name": "Petri Aho",
    "respondent_address": "petri.aho@northwind.example",
}


class SurveyResponseFacts(Payload):
    """What other services keep of an answered survey. `normalized` is 0 to 100; `score` is on lowest to highest."""

    provider: str
    survey_name: str = ""
    metric: str
    score: float | None = None
    lowest: float
    highest: float
    normalized: float | None = None
    standing: str | None = None
    customer_id: UUID | None = None
    contact_id: UUID | None = None
    project_id: UUID | None = None
    submitted_at: datetime
    matched_by: str | None = None
    comment: str = personal_field(default="")
    respondent_name: str = personal_field(default="")
    respondent_address: str = personal_field(default="")


@registered
class SurveyResponseReceived(SurveyResponseFacts):
    TYPE = "survey_response.received"
    EXAMPLE = SURVEY_RESPONSE


@registered
class SurveyResponseUpdated(SurveyResponseFacts):
    TYPE = "survey_response.updated"
    EXAMPLE = {**SURVEY_RESPONSE, "changed": ["customer_id"]}

    changed: list[str]


@registered
class SurveyResponseDeleted(Payload):
    TYPE = "survey_response.deleted"
    EXAMPLE = {"provider": "typeform", "metric": "nps"}

    provider: str
    metric: str
