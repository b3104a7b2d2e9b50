"""Which private projects a member sees: part of the actor, read with it in one statement.

Projects stand above identity, so their tables are named here and not imported.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, SQLColumnExpression, bindparam, column, func, select, table

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.members.models import Member
from services.kit.reads import Read, fence

_PROJECTS = table("projects", column("workspace_id"), column("id"), column("is_private"), schema="rapport")
_PLACES = table("project_members", column("workspace_id"), column("project_id"), column("user_id"), schema="rapport")


def private_projects_of(user_id: SQLColumnExpression[UUID]) -> Any:
    """The ids of the private projects a person is a member of, as an array expression."""
    same = (_PROJECTS.c.workspace_id == _PLACES.c.workspace_id) & (_PROJECTS.c.id == _PLACES.c.project_id)
    places = (
        select(_PLACES.c.project_id)
        .join(_PROJECTS, same)
        .where(_PLACES.c.workspace_id == fence(), _PLACES.c.user_id == user_id, _PROJECTS.c.is_private)
    )
    return func.array(places.scalar_subquery())


def is_admitted() -> ColumnElement[bool]:
    """True for a member who has not left a workspace that is not closed; both tables are to be joined."""
    return Member.left_at.is_(None) & Workspace.closed_at.is_(None)


UNSCOPED_ACTOR = Read(
    select(
        User.name,
        User.token_version,
        Member.role,
        private_projects_of(Member.user_id).label("private_projects"),
    )
    .join(User, User.id == Member.user_id)
    .join(Workspace, Workspace.id == Member.workspace_id)
    .where(Member.workspace_id == fence(), Member.user_id == bindparam("user_id"), is_admitted())
    .limit(1)
)
