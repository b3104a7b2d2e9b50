"""Answers follow their project: what was said about a private project is seen by its people only."""

from uuid import UUID

from services.api.feedback.responses import repository
from services.api.projects.privacy import when_privacy_switches
from services.api.projects.service import require_visible, restriction_of
from services.api.search.service import restrict_findables
from services.api.timeline.service import restrict_things
from services.kit.problems import UnknownReference
from services.kit.work import Work


async def restriction(work: Work, project_id: UUID | None) -> list[UUID] | None:
    """The project where it is private, for `restricted_to`.

    Raises:
        UnknownReference: the actor does not see it.
    """
    if project_id is None:
        return None
    try:
        known = await require_visible(work, [project_id])
    except UnknownReference:
        raise UnknownReference("/project_id") from None
    return [project_id] if known[project_id] else None


@when_privacy_switches
async def follow_project(work: Work, project_id: UUID) -> None:
    """Carry a project's privacy to its answers."""
    response_ids = await repository.unscoped_ids_of_project(work, project_id=project_id)
    restricted_to = await restriction_of(work, [project_id])
    await repository.restrict(work, response_ids=response_ids, restricted_to=restricted_to)
    await restrict_things(work, thing_ids=response_ids, restricted_to=restricted_to)
    await restrict_findables(work, thing_ids=response_ids, restricted_to=restricted_to)
