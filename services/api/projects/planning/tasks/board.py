"""Moving a task on its project's board. The caller holds the project, so that ranks are given one after the other."""

from decimal import Decimal
from uuid import UUID

from services.api.projects.planning.models import Task
from services.api.projects.planning.tasks import repository
from services.api.projects.planning.tasks.ranking import rank_between
from services.kit.problems import UnknownReference, invalid_field
from services.kit.work import Work


async def rank_at_end(work: Work, *, project_id: UUID) -> Decimal:
    """The rank after all tasks of a project."""
    return rank_between(await repository.last_rank(work, project_id=project_id), None)


async def rank_beside(work: Work, task: Task, *, after_id: UUID | None, before_id: UUID | None) -> Decimal:
    """The rank right after one task, right before another, or anywhere between two.

    Raises:
        UnknownReference: the project has no such task.
        Invalid: the two are not in this order (any more).
    """
    low = await _rank_of(work, task, after_id, "/after_id")
    high = await _rank_of(work, task, before_id, "/before_id")
    project_id = task.project_id
    if low is not None and high is not None:
        if low >= high:
            message = "The board looks different now. Load it again, then repeat the move."
            raise invalid_field("/before_id", "not_in_order", message)
    elif low is not None:
        high = await repository.rank_above(work, project_id=project_id, rank=low, without=task.id)
    elif high is not None:
        low = await repository.rank_below(work, project_id=project_id, rank=high, without=task.id)
    else:
        return task.rank
    return rank_between(low, high)


async def _rank_of(work: Work, task: Task, neighbour: UUID | None, pointer: str) -> Decimal | None:
    if neighbour is None:
        return None
    if neighbour == task.id:
        raise invalid_field(pointer, "itself", "Name another task.")
    rank = await repository.rank_of(work, project_id=task.project_id, task_id=neighbour)
    if rank is None:
        raise UnknownReference(pointer)
    return rank
