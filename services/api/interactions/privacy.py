"""Interactions follow their projects: what belongs to a private project is seen by its people only."""

from collections.abc import Sequence
from uuid import UUID

from services.api.interactions import repository
from services.api.interactions.belonging import tell_restricted
from services.api.projects.privacy import when_privacy_switches
from services.api.projects.service import require_visible, restriction_of
from services.api.search.service import restrict_findables
from services.api.timeline.service import restrict_things
from services.kit.work import Work


async def restriction(work: Work, project_ids: Sequence[UUID]) -> list[UUID] | None:
    """The private ones among the projects, for `restricted_to`.

    Raises:
        UnknownReference: the actor does not see one of them.
    """
    known = await require_visible(work, project_ids) if project_ids else {}
    return sorted(project_id for project_id, is_private in known.items() if is_private) or None


@when_privacy_switches
async def follow_project(work: Work, project_id: UUID) -> None:
    """Carry a project's privacy to its interactions; those of several projects stay guarded by the others."""
    for project_ids, interaction_ids in await repository.unscoped_by_projects(work, project_id=project_id):
        restricted_to = await restriction_of(work, project_ids)
        await repository.restrict(work, interaction_ids=interaction_ids, restricted_to=restricted_to)
        await restrict_things(work, thing_ids=interaction_ids, restricted_to=restricted_to)
        await restrict_findables(work, thing_ids=interaction_ids, restricted_to=restricted_to)
        await tell_restricted(work, interaction_ids, restricted_to)
