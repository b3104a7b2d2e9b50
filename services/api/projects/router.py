from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.api.projects import service
from services.api.projects.domain import ProjectStatus
from services.api.projects.members.router import router as members
from services.api.projects.repository import PROJECTS
from services.api.projects.schemas import ProjectCreate, ProjectPage, ProjectRead, ProjectUpdate
from services.api.timeline.pages import timeline_page
from services.api.timeline.schemas import TimelinePage
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.fields import RefPart
from services.api.web.page import Cursor, Id, Limit, Sort, Text, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/projects", "projects")

Reader = Annotated[Actor, allowed("projects:read")]
Writer = Annotated[Work, writing("projects:write")]
ProjectId = Annotated[UUID, Path(description="The project's id.")]
Statuses = Annotated[list[ProjectStatus] | None, Query(description="One or several; repeat the parameter.")]


@router.get("", operation_id="list_projects", summary="List projects", response_model=ProjectPage)
async def list_projects(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    q: Text = None,
    status: Statuses = None,
    customer_id: Id = None,
) -> Response:
    filters = {"q": q, "status": status, "customer_id": customer_id}
    return await json_page(PROJECTS, reader, actor, limit=limit, cursor=cursor, sort=sort or "name", filters=filters)


@router.post(
    "",
    operation_id="open_project",
    summary="Start a project",
    status_code=201,
    response_model=ProjectRead,
    responses=problems(404, 409),
)
async def open_project(body: ProjectCreate, work: Writer, response: Response) -> ProjectRead:
    project = await service.open_project(work, given=body)
    response.headers["Location"] = f"/api/v1/projects/{project.id}"
    response.headers["ETag"] = etag(project.version)
    return project


@router.put(
    "/by-ref/{system}/{external_id:path}",
    operation_id="put_project_by_ref",
    summary="Create or change the project that another system knows by this id",
    response_model=ProjectRead,
    responses=problems(404, 409) | {201: {"model": ProjectRead, "description": "Created"}},
)
async def put_project_by_ref(
    system: RefPart, external_id: RefPart, body: ProjectCreate, work: Writer, response: Response
) -> ProjectRead:
    project, is_new = await service.put_project_by_ref(work, system=system, external_id=external_id, given=body)
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/api/v1/projects/{project.id}"
    response.headers["ETag"] = etag(project.version)
    return project


@router.get(
    "/{project_id}",
    operation_id="read_project",
    summary="Read a project",
    response_model=ProjectRead,
    responses=problems(404),
)
async def read_project(project_id: ProjectId, actor: Reader, reader: Reading) -> Response:
    return json_item(await PROJECTS.item(reader, actor, project_id))


@router.patch(
    "/{project_id}",
    operation_id="change_project",
    summary="Change a project",
    response_model=ProjectRead,
    responses=problems(404, 409, 412),
)
async def change_project(
    project_id: ProjectId, body: ProjectUpdate, expected: ExpectedVersion, work: Writer, response: Response
) -> ProjectRead:
    project = await service.change_project(work, project_id=project_id, change=body, expected_version=expected)
    response.headers["ETag"] = etag(project.version)
    return project


@router.delete(
    "/{project_id}",
    operation_id="delete_project",
    summary="Delete a project with its plan",
    status_code=204,
    responses=problems(404, 412),
)
async def delete_project(project_id: ProjectId, expected: ExpectedVersion, work: Writer) -> None:
    await service.delete_project(work, project_id=project_id, expected_version=expected)


@router.get(
    "/{project_id}/timeline",
    operation_id="read_project_timeline",
    summary="Everything that happened in a project, newest first",
    response_model=TimelinePage,
    responses=problems(404),
)
async def read_project_timeline(
    project_id: ProjectId, actor: Reader, reader: Reading, limit: Limit = 25, cursor: Cursor = None, type: Text = None
) -> Response:
    return await timeline_page(reader, actor, PROJECTS, project_id, limit=limit, cursor=cursor, thing_type=type)


router.include_router(members)
