from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.projects.pages import page_of_project
from services.api.projects.planning.milestones import service
from services.api.projects.planning.milestones.repository import MILESTONES
from services.api.projects.planning.milestones.schemas import (
    MilestoneCreate,
    MilestonePage,
    MilestoneRead,
    MilestoneUpdate,
)
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Id, Limit, Sort
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/projects/{project_id}/milestones", "planning")

Reader = Annotated[Actor, allowed("projects:read")]
Writer = Annotated[Work, writing("projects:write")]
ProjectId = Annotated[UUID, Path(description="The project's id.")]
MilestoneId = Annotated[UUID, Path(description="The milestone's id.")]


@router.get(
    "",
    operation_id="list_milestones",
    summary="List a project's milestones, the earliest first",
    response_model=MilestonePage,
    responses=problems(404),
)
async def list_milestones(
    project_id: ProjectId,
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    phase_id: Id = None,
) -> Response:
    return await page_of_project(
        MILESTONES,
        reader,
        actor,
        project_id=project_id,
        limit=limit,
        cursor=cursor,
        sort=sort or "due_on",
        filters={"phase_id": phase_id},
    )


@router.post(
    "",
    operation_id="plan_milestone",
    summary="Add a milestone",
    status_code=201,
    response_model=MilestoneRead,
    responses=problems(404),
)
async def plan_milestone(
    project_id: ProjectId, body: MilestoneCreate, work: Writer, response: Response
) -> MilestoneRead:
    milestone = await service.plan_milestone(work, project_id=project_id, given=body)
    response.headers["Location"] = f"/api/v1/projects/{project_id}/milestones/{milestone.id}"
    response.headers["ETag"] = etag(milestone.version)
    return MilestoneRead.model_validate(milestone)


@router.get(
    "/{milestone_id}",
    operation_id="read_milestone",
    summary="Read a milestone",
    response_model=MilestoneRead,
    responses=problems(404),
)
async def read_milestone(project_id: ProjectId, milestone_id: MilestoneId, actor: Reader, reader: Reading) -> Response:
    return json_item(await MILESTONES.item(reader, actor, milestone_id, project_id=project_id))


@router.patch(
    "/{milestone_id}",
    operation_id="change_milestone",
    summary="Change a milestone",
    response_model=MilestoneRead,
    responses=problems(404, 412),
)
async def change_milestone(
    project_id: ProjectId,
    milestone_id: MilestoneId,
    body: MilestoneUpdate,
    expected: ExpectedVersion,
    work: Writer,
    response: Response,
) -> MilestoneRead:
    milestone = await service.change_milestone(
        work, project_id=project_id, milestone_id=milestone_id, change=body, expected_version=expected
    )
    response.headers["ETag"] = etag(milestone.version)
    return MilestoneRead.model_validate(milestone)


@router.delete(
    "/{milestone_id}",
    operation_id="delete_milestone",
    summary="Delete a milestone",
    status_code=204,
    responses=problems(404, 412),
)
async def delete_milestone(
    project_id: ProjectId, milestone_id: MilestoneId, expected: ExpectedVersion, work: Writer
) -> None:
    await service.delete_milestone(work, project_id=project_id, milestone_id=milestone_id, expected_version=expected)
