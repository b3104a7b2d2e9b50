from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.api.projects.pages import page_of_project
from services.api.projects.planning.tasks import service
from services.api.projects.planning.tasks.domain import TaskStatus
from services.api.projects.planning.tasks.repository import TASKS
from services.api.projects.planning.tasks.schemas import TaskCreate, TaskPage, TaskRead, TaskUpdate
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.fields import RefPart
from services.api.web.page import Cursor, Id, Limit, Sort
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/projects/{project_id}/tasks", "planning")

Reader = Annotated[Actor, allowed("projects:read")]
Writer = Annotated[Work, writing("projects:write")]
ProjectId = Annotated[UUID, Path(description="The project's id.")]
TaskId = Annotated[UUID, Path(description="The task's id.")]
Statuses = Annotated[list[TaskStatus] | None, Query(description="One or several; repeat the parameter.")]


@router.get(
    "",
    operation_id="list_tasks",
    summary="List a project's tasks in the order of its board",
    response_model=TaskPage,
    responses=problems(404),
)
async def list_tasks(
    project_id: ProjectId,
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    status: Statuses = None,
    phase_id: Id = None,
    assignee_id: Id = None,
) -> Response:
    filters = {"status": status, "phase_id": phase_id, "assignee_id": assignee_id}
    return await page_of_project(
        TASKS, reader, actor, project_id=project_id, limit=limit, cursor=cursor, sort=sort or "rank", filters=filters
    )


@router.post(
    "",
    operation_id="plan_task",
    summary="Add a task at the end of the board",
    status_code=201,
    response_model=TaskRead,
    responses=problems(404, 409),
)
async def plan_task(project_id: ProjectId, body: TaskCreate, work: Writer, response: Response) -> TaskRead:
    task = await service.plan_task(work, project_id=project_id, given=body)
    response.headers["Location"] = f"/api/v1/projects/{project_id}/tasks/{task.id}"
    response.headers["ETag"] = etag(task.version)
    return task


@router.put(
    "/by-ref/{system}/{external_id:path}",
    operation_id="put_task_by_ref",
    summary="Create or change the task that another system knows by this id",
    response_model=TaskRead,
    responses=problems(404, 409) | {201: {"model": TaskRead, "description": "Created"}},
)
async def put_task_by_ref(
    project_id: ProjectId, system: RefPart, external_id: RefPart, body: TaskCreate, work: Writer, response: Response
) -> TaskRead:
    task, is_new = await service.put_task_by_ref(
        work, project_id=project_id, system=system, external_id=external_id, given=body
    )
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/api/v1/projects/{project_id}/tasks/{task.id}"
    response.headers["ETag"] = etag(task.version)
    return task


@router.get(
    "/{task_id}",
    operation_id="read_task",
    summary="Read a task",
    response_model=TaskRead,
    responses=problems(404),
)
async def read_task(project_id: ProjectId, task_id: TaskId, actor: Reader, reader: Reading) -> Response:
    return json_item(await TASKS.item(reader, actor, task_id, project_id=project_id))


@router.patch(
    "/{task_id}",
    operation_id="change_task",
    summary="Change a task, or move it on the board",
    response_model=TaskRead,
    responses=problems(404, 409, 412),
)
async def change_task(
    project_id: ProjectId,
    task_id: TaskId,
    body: TaskUpdate,
    expected: ExpectedVersion,
    work: Writer,
    response: Response,
) -> TaskRead:
    task = await service.change_task(
        work, project_id=project_id, task_id=task_id, change=body, expected_version=expected
    )
    response.headers["ETag"] = etag(task.version)
    return task


@router.delete(
    "/{task_id}",
    operation_id="delete_task",
    summary="Delete a task",
    status_code=204,
    responses=problems(404, 412),
)
async def delete_task(project_id: ProjectId, task_id: TaskId, expected: ExpectedVersion, work: Writer) -> None:
    await service.delete_task(work, project_id=project_id, task_id=task_id, expected_version=expected)
