from datetime import date
from typing import Annotated

from fastapi import Query, Response

from services.api.projects.planning.assignments.repository import ASSIGNED_TASKS
from services.api.projects.planning.assignments.schemas import AssignedTaskPage
from services.api.projects.planning.tasks.domain import TaskStatus
from services.api.web.dependencies import Reading, allowed
from services.api.web.page import Cursor, Id, Limit, Sort, json_page
from services.api.web.routing import context_router
from services.kit.actor import Actor

router = context_router("/tasks", "planning")

Reader = Annotated[Actor, allowed("tasks:read")]
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
    due_before: Annotated[date | None, Query(description="Due on this day or earlier.")] = None,
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
