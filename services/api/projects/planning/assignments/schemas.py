from pydantic import BaseModel

from services.api.projects.planning.tasks.schemas import TaskRead


class AssignedTaskRead(TaskRead):
    """A task with the project that it belongs to."""

    project_name: str
    project_key: str


class AssignedTaskPage(BaseModel):
    items: list[AssignedTaskRead]
    next_cursor: str | None
