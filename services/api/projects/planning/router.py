"""The plan of a project, and everybody's tasks across projects."""

from fastapi import APIRouter

from services.api.projects.planning.assignments.router import router as assignments
from services.api.projects.planning.milestones.router import router as milestones
from services.api.projects.planning.phases.router import router as phases
from services.api.projects.planning.tasks.router import router as tasks

router = APIRouter()
for part in (tasks, assignments, phases, milestones):
    router.include_router(part)
