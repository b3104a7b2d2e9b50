"""Members of a workspace, listed and looked up."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, func, literal, select

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.members.models import Member
from services.kit.listing import Listing, Sort, contains, instant
from services.kit.reads import fence
from services.kit.work import Work

#: Members are no secret inside their workspace, so no further visibility applies.
MEMBERS = Listing(
    source=Member.__table__.join(User.__table__, User.id == Member.user_id),
    fields={
        "id": Member.user_id,
        "name": User.name,
        "email": User.email,
        "role": Member.role,
        "created_at": instant(Member.created_at),
        "updated_at": instant(Member.updated_at),
        "version": Member.version,
    },
    identity=Member.user_id,
    where=(Member.workspace_id == fence(),),
    sorts={"name": Sort(func.lower(User.name, type_=User.name.type)), "created_at": Sort(Member.created_at)},
    filters={"q": contains(User.name, "q"), "role": Member.role == bindparam("role", type_=Member.role.type)},
    version=Member.version,
)


async def unscoped_member(work: Work, user_id: UUID) -> tuple[Member, User] | None:
    """A member of the transaction's workspace with their account, both locked."""
    statement = (
        select(Member, User)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == work.workspace_id, Member.user_id == user_id)
        .with_for_update()
    )
    row = (await work.session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def unscoped_switch(work: Work, user_id: UUID) -> tuple[str, bool] | None:
    """The workspace's name and whether it mails this member."""
    statement = (
        select(Workspace.name, Member.email_notifications)
        .join(Member, Member.workspace_id == Workspace.id)
        .where(Workspace.id == work.workspace_id, Member.user_id == user_id)
    )
    row = (await work.session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def unscoped_ids_by_address(work: Work, addresses: Sequence[str]) -> dict[str, UUID]:
    """The members of the transaction's workspace who sign in with one of these addresses (lower case)."""
    # One parameter however many there are, so that the statement stays prepared.
    named = literal(list(addresses), ARRAY(Text()))
    statement = (
        select(func.lower(User.email), Member.user_id)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == work.workspace_id, func.lower(User.email) == any_(named))
    )
    return dict((await work.session.execute(statement)).all())


async def unscoped_names(work: Work, user_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and role of those of the people who are members of the transaction's workspace."""
    named = literal(list(user_ids), ARRAY(Member.user_id.type))
    statement = (
        select(Member.user_id, User.name, Member.role)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == work.workspace_id, Member.user_id == any_(named))
    )
    return {user_id: (name, role) for user_id, name, role in await work.session.execute(statement)}
