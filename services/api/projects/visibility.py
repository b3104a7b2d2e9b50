"""Who sees a private project: the people on it, and those who see everything.

The places on a project are read with each statement, not taken from the remembered actor, so that somebody who opens or
leaves a private project sees the truth at once.
"""

from sqlalchemy import Boolean, ColumnElement, bindparam, or_, select, true
from sqlalchemy.orm import aliased

from services.api.projects.models import Project, ProjectMember
from services.kit.actor import Actor
from services.kit.reads import fence

# A name of its own, so that lists of people on projects can ask as well.
Place = aliased(ProjectMember, name="place")


def visible_in_reads() -> ColumnElement[bool]:
    """The predicate of one-statement reads; `kit.listing.visibility` gives its parameters."""
    place = select(Place.user_id).where(
        Place.workspace_id == fence(),
        Place.project_id == Project.id,
        Place.user_id == bindparam("acting_user", type_=Place.user_id.type),
    )
    return or_(bindparam("sees_all", type_=Boolean()), Project.is_private.is_(False), place.correlate(Project).exists())


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """The predicate of reads inside a write transaction."""
    if actor.sees_all:
        return true()
    place = select(Place.user_id).where(
        Place.workspace_id == actor.workspace_id,
        Place.project_id == Project.id,
        Place.user_id == actor.user_id,
    )
    return or_(Project.is_private.is_(False), place.correlate(Project).exists())
