"""What a project's timeline, and its customers', tell of the project itself."""

from uuid import UUID

from services.api.projects import repository
from services.api.projects.models import Project
from services.api.timeline.service import TimelineSubject, TimelineThing, place_on_timelines
from services.kit.clock import now
from services.kit.work import Work

PROJECT_EVENT = "project_event"


def restriction(project: Project) -> list[UUID] | None:
    """`restricted_to` of everything that belongs to this project alone."""
    return [project.id] if project.is_private else None


async def tell(work: Work, project: Project, *, event_id: UUID, event_type: str, title: str) -> None:
    """Put an event of the project on its timeline and on its customers'."""
    customer_ids = await repository.customer_ids_of(work, project_id=project.id)
    summary = {
        "title": title,
        "snippet": project.name,
        "actor_name": work.actor.name,
        "event_type": event_type,
        "project_ids": [str(project.id)],
    }
    subjects = [TimelineSubject("project", project.id)]
    subjects += [TimelineSubject("customer", customer_id) for customer_id in customer_ids]
    thing = TimelineThing(PROJECT_EVENT, event_id, now(), summary, restriction(project))
    await place_on_timelines(work, thing=thing, subjects=subjects)
