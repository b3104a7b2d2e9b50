from typing import Any

from services.api.projects.planning.models import Task
from services.contracts.envelope import Subject
from services.contracts.events.projects import TaskCreated, TaskDeleted, TaskUpdated


def subject(task: Task) -> Subject:
    """How events name this task."""
    return Subject(kind="task", id=task.id)


def created(task: Task) -> TaskCreated:
    """What others learn of a new task."""
    return TaskCreated(**_facts(task))


def updated(task: Task, changed: list[str]) -> TaskUpdated:
    """What others learn of a change."""
    return TaskUpdated(**_facts(task), changed=changed)


def deleted(task: Task) -> TaskDeleted:
    """What others learn of a deletion."""
    return TaskDeleted(**_facts(task))


def _facts(task: Task) -> dict[str, Any]:
    return {
        "project_id": task.project_id,
        "title": task.title,
        "status": task.status,
        "percent_complete": task.percent_complete,
        "assignee_id": task.assignee_id,
        "due_on": task.due_on,
    }
