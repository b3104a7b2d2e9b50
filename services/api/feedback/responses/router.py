from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.feedback.responses import service
from services.api.feedback.responses.domain import Metric, Standing
from services.api.feedback.responses.models import SurveyResponse
from services.api.feedback.responses.repository import RESPONSES
from services.api.feedback.responses.schemas import (
    ScaleRead,
    SurveyResponsePage,
    SurveyResponseRead,
    SurveyResponseSummary,
    SurveyResponseUpdate,
)
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Id, Limit, Sort, Text, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/survey-responses", "feedback")

Reader = Annotated[Actor, allowed("survey-responses:read")]
Writer = Annotated[Work, writing("survey-responses:write")]
ResponseId = Annotated[UUID, Path(description="The response's id.")]


@router.get(
    "", operation_id="list_survey_responses", summary="List answered surveys", response_model=SurveyResponsePage
)
async def list_survey_responses(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    q: Text = None,
    customer_id: Id = None,
    project_id: Id = None,
    contact_id: Id = None,
    source_id: Id = None,
    metric: Metric | None = None,
    standing: Standing | None = None,
    provider: Text = None,
) -> Response:
    """Sorts: `-submitted_at` (default), `submitted_at`. `q` looks in survey, comment and name."""
    filters: dict[str, UUID | str | None] = {
        "q": q,
        "customer_id": customer_id,
        "project_id": project_id,
        "contact_id": contact_id,
        "source_id": source_id,
        "metric": metric,
        "standing": standing,
        "provider": provider,
    }
    return await json_page(
        RESPONSES, reader, actor, limit=limit, cursor=cursor, sort=sort or "-submitted_at", filters=filters
    )


@router.get(
    "/summary",
    operation_id="summarise_survey_responses",
    summary="What the answers on a customer, a project or everywhere add up to",
    response_model=SurveyResponseSummary,
)
async def summarise_survey_responses(
    actor: Reader, reader: Reading, customer_id: Id = None, project_id: Id = None
) -> SurveyResponseSummary:
    """Says "too little data" instead of an average while fewer than three answers carry a score."""
    return await service.summarise(reader, actor, customer_id=customer_id, project_id=project_id)


@router.get(
    "/{survey_response_id}",
    operation_id="read_survey_response",
    summary="Read an answered survey",
    response_model=SurveyResponseRead,
    responses=problems(404),
)
async def read_survey_response(survey_response_id: ResponseId, actor: Reader, reader: Reading) -> Response:
    return json_item(await RESPONSES.item(reader, actor, survey_response_id))


@router.patch(
    "/{survey_response_id}",
    operation_id="change_survey_response",
    summary="Move an answer to another customer, contact or project",
    response_model=SurveyResponseRead,
    responses=problems(404, 412),
)
async def change_survey_response(
    survey_response_id: ResponseId,
    body: SurveyResponseUpdate,
    expected: ExpectedVersion,
    work: Writer,
    response: Response,
) -> SurveyResponseRead:
    """What was answered stays as it is. A contact brings their customer along."""
    changed = await service.change_response(
        work, response_id=survey_response_id, change=body, expected_version=expected
    )
    response.headers["ETag"] = etag(changed.version)
    return _shown(changed)


@router.delete(
    "/{survey_response_id}",
    operation_id="delete_survey_response",
    summary="Delete an answered survey",
    status_code=204,
    responses=problems(404, 412),
)
async def delete_survey_response(survey_response_id: ResponseId, expected: ExpectedVersion, work: Writer) -> None:
    await service.delete_response(work, response_id=survey_response_id, expected_version=expected)


def _shown(response: SurveyResponse) -> SurveyResponseRead:
    own = {name: getattr(response, name) for name in SurveyResponseRead.model_fields if hasattr(response, name)}
    return SurveyResponseRead(**own, scale=ScaleRead(lowest=response.lowest, highest=response.highest))
