from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.feedback.responses.domain import MatchedBy, Metric, Standing
from services.api.web.fields import Change


class ScaleRead(BaseModel):
    """The lowest and the highest score that could be given; the highest is the best."""

    lowest: float = Field(examples=[0])
    highest: float = Field(examples=[10])


class AnswerRead(BaseModel):
    """One question and what was answered, as text."""

    question: str = Field(examples=["What should we do better?"])
    answer: str = Field(examples=["Tell us of delays before the site does."])


class SurveyResponseRead(BaseModel):
    """One respondent's answers to a survey, and whose they are."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    provider: str = Field(examples=["typeform"])
    source_id: UUID | None
    external_id: str | None = Field(description="The provider's id of this response.")
    survey_name: str
    survey_external_id: str | None
    metric: Metric
    score: float | None = Field(description="As answered, on `scale`.", examples=[3])
    scale: ScaleRead
    normalized: float | None = Field(
        description="0 (worst) to 100 (best), linear on `scale`: NPS 0-10, CSAT 1-5, CES 1-7 (higher is easier) where "
        "the survey declares no other.",
        examples=[30.0],
    )
    standing: Standing | None = Field(
        description="Of NPS: `good` is a promoter (9, 10), `middling` a passive (7, 8), `low` a detractor (0 to 6). "
        "Of others: `good` from 60, `low` to 40 of 100."
    )
    comment: str | None = Field(description="The answer to the first open question.")
    answers: list[AnswerRead] = Field(description="In the order of the survey.")
    hidden: dict[str, str] = Field(description="What the link of the survey carried.")
    variables: dict[str, str] = Field(description="What the provider calculated from the answers.")
    respondent_address: str | None
    respondent_name: str | None
    customer_id: UUID | None
    contact_id: UUID | None
    project_id: UUID | None
    submitted_at: datetime
    matched_by: MatchedBy | None
    inbound_message_id: UUID | None
    created_at: datetime
    updated_at: datetime
    version: int


class SurveyResponsePage(BaseModel):
    items: list[SurveyResponseRead]
    next_cursor: str | None


class SurveyResponseUpdate(Change):
    """Whose answer it is, set by hand. A contact stands for the customer they work for."""

    customer_id: UUID | None = None
    contact_id: UUID | None = None
    project_id: UUID | None = None


class MetricSummary(BaseModel):
    """The scored answers of one metric."""

    metric: Metric
    scored: int = Field(description="How many answers carry a score.")
    average: float | None = Field(description="The mean of `normalized`; null under 3 answers.")
    good: int
    middling: int
    low: int
    net_promoter_score: float | None = Field(
        description="Of `nps` from 3 answers on: per cent of promoters minus per cent of detractors, -100 to 100."
    )


class SurveyResponseSummary(BaseModel):
    """What the answers that the caller may see add up to."""

    state: Literal["measured", "too_little_data"]
    scored: int
    average: float | None = Field(description="The mean of `normalized` over all metrics; null under 3 answers.")
    items: list[MetricSummary]
