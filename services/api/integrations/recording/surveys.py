"""Answered surveys become responses; a request with an answer of nobody we know waits in the queue."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.api.feedback.responses.domain import Scale, Submission
from services.api.feedback.responses.recording import RecordedResponse, belongs, record_response
from services.api.integrations import events
from services.api.integrations.models import InboundMessage
from services.api.integrations.providers.port import SurveyAnswer, UnreadableRequest
from services.api.integrations.recording.port import Recorder, Request
from services.api.web.fields import UNSTORABLE
from services.kit.work import Work

MAXIMUM_ANSWERS = 500
TEXT_CHARACTERS, NAME_CHARACTERS, ID_CHARACTERS = 200_000, 300, 200


@dataclass(frozen=True)
class _Prepared:
    """An answer in a form that can be stored."""

    answer: SurveyAnswer
    submitted_at: datetime


def prepare(told: Sequence[SurveyAnswer], received_at: datetime) -> list[_Prepared]:
    """Leave out what cannot be stored; an answer without a date was given when it came.

    Raises:
        UnreadableRequest: a score is no number, or something is too long to be kept whole.
    """
    return [_Prepared(_storable(one), one.submitted_at or received_at) for one in told]


async def record(work: Work, request: Request, prepared: list[_Prepared]) -> None:
    """Record each answer once, and say whether all of them belong to somebody."""
    recorded = [await record_response(work, submission=_submission(request, one)) for one in prepared]
    request.message.kind = "survey_response"
    request.message.survey_response_ids = list(dict.fromkeys(one.response.id for one in recorded))
    _judge(work, request.message, recorded)


def _judge(work: Work, message: InboundMessage, recorded: list[RecordedResponse]) -> None:
    """A request is unmatched as long as one of its answers belongs nowhere."""
    homeless = next((one for one in recorded if not belongs(one.response)), None)
    if homeless is None:
        return
    message.status = "unmatched"
    message.reason = homeless.reason or "The answer belongs to no customer yet."
    payload = events.unmatched(
        message,
        reason=message.reason,
        subject=homeless.response.survey_name,
        from_address=homeless.response.respondent_address or "",
    )
    work.record(payload, subject=events.message_subject(message), sequence=message.attempts)


def _submission(request: Request, prepared: _Prepared) -> Submission:
    answer = prepared.answer
    return Submission(
        provider=request.source.provider,
        source_id=request.source.id,
        inbound_message_id=request.message.id,
        external_id=answer.external_id,
        survey_name=answer.survey_name,
        survey_external_id=answer.survey_external_id,
        metric=answer.metric,
        score=answer.score,
        scale=Scale(answer.lowest, answer.highest),
        comment=answer.comment,
        answers=answer.answers,
        respondent_address=answer.respondent_address,
        respondent_name=answer.respondent_name,
        hidden=answer.hidden,
        variables=answer.variables,
        submitted_at=prepared.submitted_at,
    )


def _storable(answer: SurveyAnswer) -> SurveyAnswer:
    numbers = (answer.lowest, answer.highest, answer.score or 0.0)
    if not all(math.isfinite(one) for one in numbers):
        raise UnreadableRequest("Its score is no number.")
    if len(answer.answers) > MAXIMUM_ANSWERS:
        raise UnreadableRequest(f"It has {len(answer.answers)} answers; at most {MAXIMUM_ANSWERS} can be kept.")
    return SurveyAnswer(
        external_id=_id(answer.external_id),
        survey_name=_short(answer.survey_name),
        survey_external_id=_id(answer.survey_external_id),
        metric=answer.metric,
        score=answer.score,
        lowest=answer.lowest,
        highest=answer.highest,
        comment=_text(answer.comment),
        answers=tuple((_text(question), _text(said)) for question, said in answer.answers),
        respondent_address=_short(answer.respondent_address),
        respondent_name=_short(answer.respondent_name),
        hidden=_texts(answer.hidden),
        variables=_texts(answer.variables),
        submitted_at=answer.submitted_at,
    )


def _text(value: str) -> str:
    plain = UNSTORABLE.sub("", value).strip()
    if len(plain) > TEXT_CHARACTERS:
        raise UnreadableRequest(f"A text in it has {len(plain):,} characters; at most {TEXT_CHARACTERS:,} can be kept.")
    return plain


def _short(value: str) -> str:
    return UNSTORABLE.sub("", value).strip()[:NAME_CHARACTERS]


def _texts(values: Mapping[str, str]) -> dict[str, str]:
    return {_short(name): _text(value) for name, value in list(values.items())[:MAXIMUM_ANSWERS]}


def _id(value: str) -> str:
    """An id as it came; a long one by its digest, so that it stays one of its kind."""
    plain = UNSTORABLE.sub("", value)
    return plain if len(plain) <= ID_CHARACTERS else hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()


SURVEYS = Recorder(of=SurveyAnswer, prepare=prepare, record=record)
