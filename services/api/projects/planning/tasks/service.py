"""What people do with the tasks of a project."""

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from services.api.customers import references
from services.api.customers.errors import ExternalRefTaken
from services.api.projects.domain import check_days
from services.api.projects.events import scope
from services.api.projects.history import restriction
from services.api.projects.models import Project
from services.api.projects.planning.models import Task
from services.api.projects.planning.tasks import board, events, repository
from services.api.projects.planning.tasks.domain import (
    NOT_BEGUN,
    Progress,
    TaskStatus,
    check_dependencies,
    check_estimate,
    settle_assignee,
    settle_progress,
)
from services.api.projects.planning.tasks.people import check_assignee
from services.api.projects.planning.tasks.schemas import TaskCreate, TaskRead, TaskUpdate
from services.api.projects.planning.tasks.whole import whole_task
from services.api.projects.repository import project_for_change
from services.api.search.service import Findable, forget, make_findable
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.kit.clock import now
from services.kit.problems import NotFound, UnknownReference
from services.kit.work import Work

#: A change of these must see the whole plan stand still: board order and the network of dependencies.
OF_THE_WHOLE_PLAN = frozenset({"after_id", "before_id", "depends_on"})
FOUND_BY = frozenset({"title", "description", "external_refs"})


async def plan_task(work: Work, *, project_id: UUID, given: TaskCreate) -> TaskRead:
    """Add a task at the end of a project's board.

    Raises:
        NotFound: the actor sees no such project.
        UnknownReference: a phase, person or task that it names is not there.
        Invalid: the fields contradict each other, or the assignee has no place in the project.
    """
    await references.take_references(work, kind="task", references=given.external_refs)
    project = await project_for_change(work, project_id=project_id)
    values = await _settle(work, project, given.model_dump(mode="python"), None)
    depends_on: list[UUID] = values.pop("depends_on")
    rank = await board.rank_at_end(work, project_id=project_id)
    task = Task(workspace_id=work.workspace_id, project_id=project_id, rank=rank, **values)
    work.session.add(task)
    await work.session.flush()
    if depends_on:
        await _depend(work, task, depends_on)
    await _make_findable(work, project, task)
    work.record(events.created(task), subject=events.subject(task), sequence=task.version, **scope(project))
    return await whole_task(work, task)


async def change_task(
    work: Work, *, project_id: UUID, task_id: UUID, change: TaskUpdate, expected_version: int | None = None
) -> TaskRead:
    """Change a task, or move it on the board.

    Raises:
        NotFound: the actor sees no such project, or it has no such task.
        PreconditionFailed: it changed since `expected_version`.
        UnknownReference, Invalid: as for `plan_task`, or the move does not fit the board.
    """
    await references.take_references(work, kind="task", references=change.external_refs)
    is_shared = not OF_THE_WHOLE_PLAN & change.model_fields_set
    project = await project_for_change(work, project_id=project_id, is_shared=is_shared)
    task = await repository.task_for_change(work, project_id=project_id, task_id=task_id)
    check_version(expected_version, task.version)
    values = change.given()
    after_id, before_id = values.pop("after_id", None), values.pop("before_id", None)
    values = await _settle(work, project, values, task)
    depends_on: list[UUID] | None = values.pop("depends_on", None)
    if after_id is not None or before_id is not None:
        values["rank"] = await board.rank_beside(work, task, after_id=after_id, before_id=before_id)
    changed = _by_their_names(apply(values, task))
    if depends_on is not None and await _depend(work, task, depends_on):
        changed.append("depends_on")
    if changed:
        task.updated_at = now()
        await work.session.flush()
        if FOUND_BY & set(changed):
            await _make_findable(work, project, task)
        payload = events.updated(task, sorted(changed))
        work.record(payload, subject=events.subject(task), sequence=task.version, **scope(project))
    return await whole_task(work, task)


async def put_task_by_ref(
    work: Work, *, project_id: UUID, system: str, external_id: str, given: TaskCreate
) -> tuple[TaskRead, bool]:
    """Create or change the task that another system knows by this id; says whether it was created.

    Raises:
        ExternalRefTaken: that id belongs to a task of another project.
    """
    known, named = await references.take_by_ref(
        work, kind="task", system=system, external_id=external_id, references=given.external_refs
    )
    if known is None:
        whole = given.model_copy(update={"external_refs": named})
        return await plan_task(work, project_id=project_id, given=whole), True
    unset = {name for name in ("status", "percent_complete") if getattr(given, name) is None}
    values = given.model_dump(include=given.model_fields_set - unset)
    if "external_refs" in values:
        values["external_refs"] = [reference.model_dump() for reference in named]
    await project_for_change(work, project_id=project_id)
    try:
        return await change_task(work, project_id=project_id, task_id=known, change=TaskUpdate(**values)), False
    except NotFound as error:
        # The project is there, so it is the task that stands in another one.
        if isinstance(error, UnknownReference):
            raise
        raise ExternalRefTaken from None


async def delete_task(work: Work, *, project_id: UUID, task_id: UUID, expected_version: int | None = None) -> None:
    """Delete a task; what depended on it waits for it no longer."""
    project = await project_for_change(work, project_id=project_id, is_shared=True)
    task = await repository.task_for_change(work, project_id=project_id, task_id=task_id)
    check_version(expected_version, task.version)
    await forget(work, thing_id=task_id)
    work.record(events.deleted(task), subject=events.subject(task), sequence=task.version + 1, **scope(project))
    await work.session.delete(task)
    await work.session.flush()


async def _settle(work: Work, project: Project, values: dict[str, Any], task: Task | None) -> dict[str, Any]:
    """The given fields as columns, after every rule; `task` is the one that changes, None for a new one."""
    if "estimate" in values:
        estimate = values.pop("estimate") or {}
        names = ("optimistic", "likely", "pessimistic")
        check_estimate(*(estimate.get(name) for name in names))
        values |= {f"estimate_{name}": estimate.get(name) for name in names}
    starts_on, due_on = (values.get(name, getattr(task, name) if task else None) for name in ("starts_on", "due_on"))
    check_days(starts_on, due_on)
    current = Progress(cast(TaskStatus, task.status), task.percent_complete) if task else NOT_BEGUN
    progress = settle_progress(current, status=values.get("status"), percent=values.get("percent_complete"))
    values |= {"status": progress.status, "percent_complete": progress.percent_complete}
    assignee = settle_assignee(values)
    await check_assignee(
        work,
        project,
        assignee_id=assignee.get("assignee_id"),
        assignee_contact_id=assignee.get("assignee_contact_id"),
    )
    return values | assignee


async def _depend(work: Work, task: Task, depends_on: Sequence[UUID]) -> bool:
    """Make a task depend on exactly these; says whether that changed anything."""
    if sorted(depends_on) == await repository.dependencies_of(work, task_id=task.id):
        return False
    known = await repository.ids_in_project(work, project_id=task.project_id, task_ids=depends_on)
    for place, other in enumerate(depends_on):
        if other not in known:
            raise UnknownReference(f"/depends_on/{place}")
    check_dependencies(task.id, depends_on, await repository.edges_of_project(work, project_id=task.project_id))
    await repository.replace_dependencies(work, task=task, depends_on=depends_on)
    return True


def _by_their_names(columns: list[str]) -> list[str]:
    return sorted({"estimate" if name.startswith("estimate_") else name for name in columns})


async def _make_findable(work: Work, project: Project, task: Task) -> None:
    words = [task.description or "", *(ref["id"] for ref in task.external_refs)]
    record = Findable(
        type="task", id=task.id, title=task.title, body=" ".join(words), restricted_to=restriction(project)
    )
    await make_findable(work, record=record)
