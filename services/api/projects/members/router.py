from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.projects.members import service
from services.api.projects.members.repository import PROJECT_MEMBERS
from services.api.projects.members.schemas import ProjectMemberPage, ProjectMemberPut, ProjectMemberRead
from services.api.projects.pages import page_of_project
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/{project_id}/members", "projects")

Reader = Annotated[Actor, allowed("projects:read")]
Writer = Annotated[Work, writing("projects:write")]
ProjectId = Annotated[UUID, Path(description="The project's id.")]
UserId = Annotated[UUID, Path(description="The member's user id.")]


@router.get(
    "",
    operation_id="list_project_members",
    summary="List the people on a project",
    response_model=ProjectMemberPage,
    responses=problems(404),
)
async def list_project_members(
    project_id: ProjectId,
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
) -> Response:
    return await page_of_project(
        PROJECT_MEMBERS, reader, actor, project_id=project_id, limit=limit, cursor=cursor, sort=sort or "name"
    )


@router.put(
    "/{user_id}",
    operation_id="put_project_member",
    summary="Put somebody on a project, or change their role there",
    response_model=ProjectMemberRead,
    responses=problems(404, 409),
)
async def put_project_member(
    project_id: ProjectId, user_id: UserId, body: ProjectMemberPut, work: Writer
) -> ProjectMemberRead:
    return await service.put_member(work, project_id=project_id, user_id=user_id, role=body.role)


@router.delete(
    "/{user_id}",
    operation_id="remove_project_member",
    summary="Take somebody off a project",
    status_code=204,
    responses=problems(404, 409),
)
async def remove_project_member(project_id: ProjectId, user_id: UserId, work: Writer) -> None:
    await service.remove_member(work, project_id=project_id, user_id=user_id)
