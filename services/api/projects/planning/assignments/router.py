from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.api.projects.planning.assignments.repository import ASSIGNED_TASKS, TASK_ANYWHERE
from services.api.projects.planning.assignments.schemas import AssignedTaskPage, AssignedTaskRead
from services.api.projects.planning.tasks.domain import TaskStatus
from services.api.web.conditions import json_item
from services.api.web.dependencies import Reading, allowed
from services.api.web.fields import Day
from services.api.web.page import Cursor, Id, Limit, Sort, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor

router = context_router("/tasks", "planning")

Reader = Annotated[Actor, allowed("tasks:read")]
TaskId = Annotated[UUID, Path(description="The task's id.")]
Statuses = Annotated[list[TaskStatus] | None, Query(description="One or several; repeat the parameter.")]


@router.get(
    "",
    operation_id="list_assigned_tasks",
    summary="List a member's tasks across projects, the most urgent first; yours, unless assignee_id is given",
    response_model=AssignedTaskPage,
)
async def list_assigned_tasks(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    assignee_id: Id = None,
    status: Statuses = None,
    due_before: Annotated[Day | None, Query(description="Due on this day or earlier.")] = None,
) -> Response:
    return await json_page(
        ASSIGNED_TASKS,
        reader,
        actor,
        limit=limit,
        cursor=cursor,
        sort=sort or "due_on",
        filters={"status": status, "due_before": due_before},
        assignee_id=assignee_id or actor.user_id,
    )


@router.get(
    "/{task_id}",
    operation_id="read_task_anywhere",
    summary="Read a task with the project it belongs to, by the task's id alone",
    response_model=AssignedTaskRead,
    responses=problems(404),
)
async def read_task_anywhere(task_id: TaskId, actor: Reader, reader: Reading) -> Response:
    return json_item(await TASK_ANYWHERE.item(reader, actor, task_id))
