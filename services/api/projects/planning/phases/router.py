from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.projects.pages import page_of_project
from services.api.projects.planning.phases import service
from services.api.projects.planning.phases.repository import PHASES
from services.api.projects.planning.phases.schemas import PhaseCreate, PhasePage, PhaseRead, PhaseStatus, PhaseUpdate
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/projects/{project_id}/phases", "planning")

Reader = Annotated[Actor, allowed("projects:read")]
Writer = Annotated[Work, writing("projects:write")]
ProjectId = Annotated[UUID, Path(description="The project's id.")]
PhaseId = Annotated[UUID, Path(description="The phase's id.")]


@router.get(
    "",
    operation_id="list_phases",
    summary="List a project's phases in their order",
    response_model=PhasePage,
    responses=problems(404),
)
async def list_phases(
    project_id: ProjectId,
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    status: PhaseStatus | None = None,
) -> Response:
    return await page_of_project(
        PHASES,
        reader,
        actor,
        project_id=project_id,
        limit=limit,
        cursor=cursor,
        sort=sort or "position",
        filters={"status": status},
    )


@router.post(
    "",
    operation_id="plan_phase",
    summary="Add a phase",
    status_code=201,
    response_model=PhaseRead,
    responses=problems(404),
)
async def plan_phase(project_id: ProjectId, body: PhaseCreate, work: Writer, response: Response) -> PhaseRead:
    phase = await service.plan_phase(work, project_id=project_id, given=body)
    response.headers["Location"] = f"/api/v1/projects/{project_id}/phases/{phase.id}"
    response.headers["ETag"] = etag(phase.version)
    return PhaseRead.model_validate(phase)


@router.get(
    "/{phase_id}",
    operation_id="read_phase",
    summary="Read a phase",
    response_model=PhaseRead,
    responses=problems(404),
)
async def read_phase(project_id: ProjectId, phase_id: PhaseId, actor: Reader, reader: Reading) -> Response:
    return json_item(await PHASES.item(reader, actor, phase_id, project_id=project_id))


@router.patch(
    "/{phase_id}",
    operation_id="change_phase",
    summary="Change a phase",
    response_model=PhaseRead,
    responses=problems(404, 412),
)
async def change_phase(
    project_id: ProjectId,
    phase_id: PhaseId,
    body: PhaseUpdate,
    expected: ExpectedVersion,
    work: Writer,
    response: Response,
) -> PhaseRead:
    phase = await service.change_phase(
        work, project_id=project_id, phase_id=phase_id, change=body, expected_version=expected
    )
    response.headers["ETag"] = etag(phase.version)
    return PhaseRead.model_validate(phase)


@router.delete(
    "/{phase_id}",
    operation_id="delete_phase",
    summary="Delete a phase; its tasks and milestones stay",
    status_code=204,
    responses=problems(404, 412),
)
async def delete_phase(project_id: ProjectId, phase_id: PhaseId, expected: ExpectedVersion, work: Writer) -> None:
    await service.delete_phase(work, project_id=project_id, phase_id=phase_id, expected_version=expected)
