"""`generic`: any program that can post our own JSON, signed by Standard Webhooks. The form is in docs/integrations."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from services.api.feedback.responses.domain import USUAL, Metric, number
from services.api.integrations.providers.port import (
    Credentials,
    Freshness,
    Occurrence,
    Posted,
    Provider,
    SourceKind,
    SurveyAnswer,
    UnreadableRequest,
    Verdict,
)
from services.api.integrations.providers.standard_webhooks import (
    key_of,
    message_id_of,
    new_standard_secret,
    verify_standard,
)
from services.api.web.fields import Instant


def _as_text(value: Any) -> Any:
    """What a program may send for a text: numbers, yes or no, and several choices."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return number(value)
    if isinstance(value, list):
        return ", ".join(str(_as_text(one)) for one in value)
    return "" if value is None else value


def _no_yes(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("must be a number")
    return value


Number = Annotated[float, BeforeValidator(_no_yes)]
Words = Annotated[str, BeforeValidator(_as_text)]
MaybeId = Annotated[UUID | None, BeforeValidator(lambda value: value or None)]


class _Told(BaseModel):
    """A part of the JSON; what else it holds is left alone."""

    model_config = ConfigDict(extra="ignore", allow_inf_nan=False)


class _Survey(_Told):
    id: Words = ""
    name: Words = ""


class _Scale(_Told):
    lowest: Number
    highest: Number


class _Answer(_Told):
    question: Words
    answer: Words


class _Respondent(_Told):
    email: Words = ""
    name: Words = ""


class _Data(_Told):
    external_id: Words = ""
    survey: _Survey = _Survey()
    metric: Metric = "custom"
    score: Number | None = None
    scale: _Scale | None = None
    comment: Words = ""
    answers: Annotated[list[_Answer], Field(max_length=500)] = []
    respondent: _Respondent = _Respondent()
    contact_id: MaybeId = None
    customer_id: MaybeId = None
    project_id: MaybeId = None
    project_key: Words = ""
    submitted_at: Instant | None = None

    @model_validator(mode="after")
    def _on_its_scale(self) -> "_Data":
        scale = self.scale or _Scale(lowest=USUAL[self.metric].lowest, highest=USUAL[self.metric].highest)
        if scale.lowest >= scale.highest:
            raise ValueError("scale.lowest has to be below scale.highest")
        if self.score is not None and not scale.lowest <= self.score <= scale.highest:
            ends = f"{number(scale.lowest)} to {number(scale.highest)}"
            raise ValueError(f"score {number(self.score)} is not on the scale from {ends}")
        self.scale = scale
        return self


class _Envelope(_Told):
    type: Literal["survey_response"]
    data: _Data


class GenericProvider(Provider):
    """Any program that can sign and post JSON: a script, a form builder of one's own, `make post-survey`."""

    name = "generic"
    kind: SourceKind = "survey"

    def new_secret(self) -> str | None:
        return new_standard_secret()

    def is_guarded(self, credentials: Credentials) -> bool:
        return bool(key_of(credentials.secret))

    def verify(self, posted: Posted, credentials: Credentials, freshness: Freshness) -> Verdict:
        return verify_standard(posted, credentials.secret, freshness)

    def message_id(self, posted: Posted) -> bytes:
        return message_id_of(posted)

    def occurrences(self, posted: Posted, credentials: Credentials) -> Sequence[Occurrence]:
        del credentials
        try:
            told = _Envelope.model_validate_json(posted.body).data
        except ValidationError as error:
            raise UnreadableRequest(_sentence(error)) from error
        return [_answer(told, fallback_id=message_id_of(posted).decode("latin-1"))]


def _answer(told: _Data, *, fallback_id: str) -> SurveyAnswer:
    named = {name: getattr(told, name) for name in ("contact_id", "customer_id", "project_id", "project_key")}
    scale = told.scale or _Scale(lowest=USUAL[told.metric].lowest, highest=USUAL[told.metric].highest)
    return SurveyAnswer(
        external_id=told.external_id or fallback_id,
        survey_name=told.survey.name,
        survey_external_id=told.survey.id,
        metric=told.metric,
        score=told.score,
        lowest=scale.lowest,
        highest=scale.highest,
        comment=told.comment,
        answers=tuple((one.question, one.answer) for one in told.answers),
        respondent_address=told.respondent.email,
        respondent_name=told.respondent.name,
        hidden={name: str(value) for name, value in named.items() if value},
        submitted_at=told.submitted_at,
    )


def _sentence(error: ValidationError) -> str:
    """The first thing that is wrong, and where."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    message = first["msg"].removeprefix("Value error, ")
    return f"{place}: {message}." if place else f"{message}."
