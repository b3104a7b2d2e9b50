"""Closing a project to all but its people, and opening it again, with everything that belongs to it.

`restricted_to` of an entry names the private projects that guard it. What belongs to one project alone is kept right
here. What may belong to several, such as interactions, stands in higher contexts: each of them gives a follower to
`when_privacy_switches`, which runs in the same transaction, so that nothing is visible for a moment too long. A
follower finds its rows that point at the project and sets their `restricted_to` to
`projects.service.restriction_of(work, ids)` of all their projects.
Deleting a private project runs no follower: what was private stays with those who see all.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from services.api.projects import repository
from services.api.projects.history import PROJECT_EVENT, restriction
from services.api.projects.models import Project
from services.api.search.service import restrict_findables
from services.api.timeline.service import restrict_things_of
from services.kit.problems import Forbidden
from services.kit.work import Work

Follower = Callable[[Work, UUID], Awaitable[None]]

_followers: list[Follower] = []


def when_privacy_switches(follower: Follower) -> Follower:
    """Decorator: run `follower(work, project_id)` whenever a project became private or open."""
    _followers.append(follower)
    return follower


async def demand_place(work: Work, project: Project) -> None:
    """Nobody may lock themselves out by closing a project they are not on.

    Raises:
        Forbidden: the actor would not see it any more.
    """
    people = await repository.member_ids_of(work, project_id=project.id)
    if not work.actor.sees_all and work.actor.user_id not in people:
        raise Forbidden("Only people on the project can make it private. Join it first.")


async def switch_privacy(work: Work, project: Project) -> None:
    """Carry a project's new `is_private` to all that belongs to it."""
    restricted_to = restriction(project)
    things = [project.id, *await repository.task_ids_of(work, project_id=project.id)]
    await restrict_findables(work, thing_ids=things, restricted_to=restricted_to)
    await restrict_things_of(work, subject_id=project.id, thing_type=PROJECT_EVENT, restricted_to=restricted_to)
    for follower in _followers:
        await follower(work, project.id)
    await repository.announce_places(work, project_id=project.id)
