from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ARRAY, Text, bindparam, case, delete, func, null, select
from sqlalchemy.dialects.postgresql import insert

from services.api.projects.models import Project
from services.api.projects.planning.models import Task, TaskDependency
from services.api.projects.repository import LAST_DAY
from services.api.projects.visibility import visible_in_reads
from services.kit.listing import Listing, Sort, instant, json_object
from services.kit.problems import NotFound
from services.kit.reads import fence
from services.kit.work import Work

OF_PROJECT = (Project.workspace_id == Task.workspace_id) & (Project.id == Task.project_id)
DEPENDS_ON = func.array(
    select(TaskDependency.depends_on_id)
    .where(TaskDependency.workspace_id == Task.workspace_id, TaskDependency.task_id == Task.id)
    .order_by(TaskDependency.depends_on_id)
    .scalar_subquery()
)
ESTIMATE = case(
    (
        Task.estimate_likely.is_not(None),
        json_object(
            {
                "optimistic": Task.estimate_optimistic,
                "likely": Task.estimate_likely,
                "pessimistic": Task.estimate_pessimistic,
            }
        ),
    ),
    else_=null(),
)
FIELDS = {
    "id": Task.id,
    "project_id": Task.project_id,
    "phase_id": Task.phase_id,
    "title": Task.title,
    "description": Task.description,
    "status": Task.status,
    "percent_complete": Task.percent_complete,
    "assignee_id": Task.assignee_id,
    "assignee_contact_id": Task.assignee_contact_id,
    "starts_on": Task.starts_on,
    "due_on": Task.due_on,
    "estimate": ESTIMATE,
    "depends_on": DEPENDS_ON,
    "external_refs": Task.external_refs,
    "created_at": instant(Task.created_at),
    "updated_at": instant(Task.updated_at),
    "version": Task.version,
}
DUE_ON = Sort(func.coalesce(Task.due_on, LAST_DAY))
STATUS = Task.status == func.any(bindparam("status", type_=ARRAY(Text())))
ASSIGNEE = Task.assignee_id == bindparam("assignee_id", type_=Task.assignee_id.type)

TASKS = Listing(
    source=Task.__table__.join(Project.__table__, OF_PROJECT),
    fields=FIELDS,
    identity=Task.id,
    version=Task.version,
    where=(
        Task.workspace_id == fence(),
        Task.project_id == bindparam("project_id", type_=Task.project_id.type),
        visible_in_reads(),
    ),
    sorts={"rank": Sort(Task.rank), "due_on": DUE_ON, "created_at": Sort(Task.created_at)},
    filters={
        "status": STATUS,
        "phase_id": Task.phase_id == bindparam("phase_id", type_=Task.phase_id.type),
        "assignee_id": ASSIGNEE,
    },
)


async def task_for_change(work: Work, *, project_id: UUID, task_id: UUID) -> Task:
    """The task of a project that the caller has seen, locked until the transaction ends.

    Raises:
        NotFound: the project has no such task.
    """
    statement = select(Task).where(
        Task.workspace_id == work.workspace_id, Task.project_id == project_id, Task.id == task_id
    )
    task = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if task is None:
        raise NotFound
    return task


async def task_at_hand(work: Work, *, project_id: UUID, task_id: UUID) -> Task:
    """The task, kept from being deleted until the transaction ends; others go on changing it.

    Raises:
        NotFound: the project has no such task.
    """
    statement = select(Task).where(
        Task.workspace_id == work.workspace_id, Task.project_id == project_id, Task.id == task_id
    )
    kept = statement.with_for_update(read=True, key_share=True)
    task = (await work.session.execute(kept)).scalar_one_or_none()
    if task is None:
        raise NotFound
    return task


async def project_id_of(work: Work, *, task_id: UUID) -> UUID | None:
    """The project of a task, whoever may see it; None where there is no such task."""
    statement = select(Task.project_id).where(Task.workspace_id == work.workspace_id, Task.id == task_id)
    return (await work.session.execute(statement)).scalar_one_or_none()


async def rank_of(work: Work, *, project_id: UUID, task_id: UUID) -> Decimal | None:
    """Where a task stands on its project's board; None where the project has no such task."""
    statement = select(Task.rank).where(
        Task.workspace_id == work.workspace_id, Task.project_id == project_id, Task.id == task_id
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def rank_above(work: Work, *, project_id: UUID, rank: Decimal, without: UUID) -> Decimal | None:
    """The next rank above one, leaving out the task that moves."""
    statement = select(func.min(Task.rank)).where(
        Task.workspace_id == work.workspace_id, Task.project_id == project_id, Task.rank > rank, Task.id != without
    )
    return (await work.session.execute(statement)).scalar_one()


async def rank_below(work: Work, *, project_id: UUID, rank: Decimal, without: UUID) -> Decimal | None:
    """The next rank below one, leaving out the task that moves."""
    statement = select(func.max(Task.rank)).where(
        Task.workspace_id == work.workspace_id, Task.project_id == project_id, Task.rank < rank, Task.id != without
    )
    return (await work.session.execute(statement)).scalar_one()


async def last_rank(work: Work, *, project_id: UUID) -> Decimal | None:
    """The highest rank of a project; None for an empty board."""
    statement = select(func.max(Task.rank)).where(Task.workspace_id == work.workspace_id, Task.project_id == project_id)
    return (await work.session.execute(statement)).scalar_one()


async def ids_in_project(work: Work, *, project_id: UUID, task_ids: Sequence[UUID]) -> set[UUID]:
    """Which of these are tasks of the project."""
    statement = select(Task.id).where(
        Task.workspace_id == work.workspace_id, Task.project_id == project_id, Task.id.in_(task_ids)
    )
    return set((await work.session.execute(statement)).scalars())


async def dependencies_of(work: Work, *, task_id: UUID) -> list[UUID]:
    """What a task depends on, in order."""
    statement = select(TaskDependency.depends_on_id).where(
        TaskDependency.workspace_id == work.workspace_id, TaskDependency.task_id == task_id
    )
    return list((await work.session.execute(statement.order_by(TaskDependency.depends_on_id))).scalars())


async def edges_of_project(work: Work, *, project_id: UUID) -> dict[UUID, list[UUID]]:
    """What each task of a project depends on."""
    statement = select(TaskDependency.task_id, TaskDependency.depends_on_id).where(
        TaskDependency.workspace_id == work.workspace_id, TaskDependency.project_id == project_id
    )
    edges: dict[UUID, list[UUID]] = {}
    for task_id, depends_on_id in await work.session.execute(statement):
        edges.setdefault(task_id, []).append(depends_on_id)
    return edges


async def replace_dependencies(work: Work, *, task: Task, depends_on: Sequence[UUID]) -> None:
    """Make a task depend on exactly these."""
    edge = TaskDependency
    await work.session.execute(delete(edge).where(edge.workspace_id == work.workspace_id, edge.task_id == task.id))
    if depends_on:
        own = {"workspace_id": work.workspace_id, "project_id": task.project_id, "task_id": task.id}
        await work.session.execute(insert(edge).values([{**own, "depends_on_id": other} for other in depends_on]))
