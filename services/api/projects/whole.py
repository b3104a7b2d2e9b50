"""A project as the API answers it after a change."""

from services.api.projects import repository
from services.api.projects.models import Project
from services.api.projects.schemas import ProjectRead
from services.api.web.money import Money
from services.kit.work import Work

COLUMNS = frozenset(column.key for column in Project.__table__.columns)


async def whole_project(work: Work, project: Project) -> ProjectRead:
    """The project with its people, its customers and the figures of its plan."""
    budget = None
    if project.budget_amount is not None and project.budget_currency is not None:
        budget = Money(amount=project.budget_amount, currency=project.budget_currency)
    figures = await repository.figures_of(work, project_id=project.id)
    return ProjectRead.model_validate(
        {
            **{name: getattr(project, name) for name in ProjectRead.model_fields if name in COLUMNS},
            "budget": budget,
            "customer_ids": await repository.customer_ids_of(work, project_id=project.id),
            "member_ids": await repository.member_ids_of(work, project_id=project.id),
            "task_count": figures.task_count,
            "open_task_count": figures.open_task_count,
            "progress": figures.progress,
        }
    )
