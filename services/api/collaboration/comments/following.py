"""Comments follow what they are about: to other customers and projects, and behind private ones."""

from collections.abc import Sequence
from uuid import UUID

from services.api.collaboration.comments import repository
from services.api.collaboration.comments.placing import show
from services.api.collaboration.subjects.service import about_interaction
from services.api.identity.members.naming import members_by_id
from services.api.interactions.belonging import when_moved, when_restricted
from services.api.interactions.glance import InteractionAtHand
from services.api.projects.privacy import when_privacy_switches
from services.api.projects.service import restriction_of
from services.api.search.service import restrict_findables
from services.api.timeline.service import restrict_things
from services.kit.work import Work


@when_privacy_switches
async def follow_project(work: Work, project_id: UUID) -> None:
    """Carry a project's privacy to the comments on it and on its tasks."""
    restricted_to = await restriction_of(work, [project_id])
    comment_ids = await repository.restrict_in_project(work, project_id=project_id, restricted_to=restricted_to)
    await _restrict_elsewhere(work, comment_ids, restricted_to)


@when_restricted
async def follow_interactions(work: Work, interaction_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    """Carry the privacy of interactions to the comments on them."""
    comment_ids = await repository.restrict_on_interactions(
        work, interaction_ids=interaction_ids, restricted_to=restricted_to
    )
    await _restrict_elsewhere(work, comment_ids, restricted_to)


@when_moved
async def follow_interaction(work: Work, moved: InteractionAtHand) -> None:
    """Show the comments on an interaction where it shows by now, to those who see it by now."""
    comments = await repository.unscoped_of_interaction(work, interaction_id=moved.interaction.id)
    if not comments:
        return
    about = about_interaction(moved)
    authors = await members_by_id(work, user_ids=[comment.author_id for comment in comments if comment.author_id])
    for comment in comments:
        author = authors.get(comment.author_id) if comment.author_id else None
        await show(work, comment, about, author_name=author.name if author else "")
    await follow_interactions(work, [moved.interaction.id], list(about.restricted_to) or None)


async def _restrict_elsewhere(work: Work, comment_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    if comment_ids:
        await restrict_things(work, thing_ids=comment_ids, restricted_to=restricted_to)
        await restrict_findables(work, thing_ids=comment_ids, restricted_to=restricted_to)
