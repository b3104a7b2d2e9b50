"""What a higher context must know of a project or a task it points at; whether it is private stays so meanwhile."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.api.projects import repository
from services.api.projects.members import repository as members
from services.api.projects.models import Project
from services.api.projects.planning.assignments.repository import TASK_ANYWHERE
from services.api.projects.planning.models import Task
from services.api.projects.planning.tasks import repository as tasks
from services.kit.actor import Actor
from services.kit.problems import NotFound
from services.kit.reads import Reader
from services.kit.work import Work


@dataclass(frozen=True)
class ProjectAtHand:
    """A project with its customers, and the task of it that was asked for."""

    project: Project
    customer_ids: list[UUID]
    task: Task | None = None


async def project_at_hand(work: Work, *, project_id: UUID) -> ProjectAtHand:
    """A project that neither goes nor changes its privacy until the transaction ends.

    Raises:
        NotFound: the actor sees no such project.
    """
    project = await repository.project_for_change(work, project_id=project_id, is_shared=True)
    return ProjectAtHand(project, await repository.customer_ids_of(work, project_id=project_id))


async def task_at_hand(work: Work, *, task_id: UUID) -> ProjectAtHand:
    """A task with its project, as `project_at_hand`.

    Raises:
        NotFound: the actor sees no such task.
    """
    project_id = await tasks.project_id_of(work, task_id=task_id)
    if project_id is None:
        raise NotFound
    found = await project_at_hand(work, project_id=project_id)
    task = await tasks.task_at_hand(work, project_id=project_id, task_id=task_id)
    return ProjectAtHand(found.project, found.customer_ids, task)


async def people_on(work: Work, *, project_ids: Sequence[UUID]) -> set[UUID]:
    """Everybody who has a place on one of these projects."""
    return await members.people_on(work, project_ids=project_ids)


async def shows_project(reader: Reader, actor: Actor, project_id: UUID) -> bool:
    """Whether the actor sees such a project."""
    return await repository.PROJECTS.item(reader, actor, project_id) is not None


async def shows_task(reader: Reader, actor: Actor, task_id: UUID) -> bool:
    """Whether the actor sees such a task."""
    return await TASK_ANYWHERE.item(reader, actor, task_id) is not None
