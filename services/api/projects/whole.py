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
    standing = await repository.standing_of(work, project_id=project.id)
    return ProjectRead.model_validate(
        {
            **{name: getattr(project, name) for name in ProjectRead.model_fields if name in COLUMNS},
            "budget": budget,
            "customer_ids": standing.customer_ids,
            "member_ids": standing.member_ids,
            **standing.figures,
        }
    )
