"""A task as the API answers it after a change."""

from services.api.projects.planning.models import Task
from services.api.projects.planning.tasks import repository
from services.api.projects.planning.tasks.schemas import TaskRead
from services.kit.work import Work

COLUMNS = frozenset(column.key for column in Task.__table__.columns)


async def whole_task(work: Work, task: Task) -> TaskRead:
    """The task with its estimate and what it depends on."""
    estimate = None
    if task.estimate_likely is not None:
        estimate = {
            "optimistic": task.estimate_optimistic,
            "likely": task.estimate_likely,
            "pessimistic": task.estimate_pessimistic,
        }
    return TaskRead.model_validate(
        {
            **{name: getattr(task, name) for name in TaskRead.model_fields if name in COLUMNS},
            "estimate": estimate,
            "depends_on": await repository.dependencies_of(work, task_id=task.id),
        }
    )
