"""Members of a workspace, listed and looked up."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Boolean, Text, any_, bindparam, func, literal, select

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.members.models import Member
from services.api.identity.members.private_projects import is_admitted
from services.kit.actor import Actor
from services.kit.asking import Asked, Question
from services.kit.listing import Listing, Sort, contains, instant
from services.kit.mail_names import ascii_address, readable_address
from services.kit.reads import Read, Reader, fence
from services.kit.work import Work

#: Members are no secret inside their workspace, so no further visibility applies.
MEMBERS = Listing(
    source=Member.__table__.join(User.__table__, User.id == Member.user_id),
    fields={
        "id": Member.user_id,
        "name": User.name,
        "email": User.email,
        "role": Member.role,
        "left_at": instant(Member.left_at),
        "created_at": instant(Member.created_at),
        "updated_at": instant(Member.updated_at),
        "version": Member.version,
    },
    identity=Member.user_id,
    where=(Member.workspace_id == fence(),),
    sorts={"name": Sort(func.lower(User.name, type_=User.name.type)), "created_at": Sort(Member.created_at)},
    filters={
        "q": contains(User.name, "q"),
        "role": Member.role == bindparam("role", type_=Member.role.type),
        "has_left": Member.left_at.is_not(None) == bindparam("has_left", type_=Boolean()),
    },
    version=Member.version,
)


_SWITCHES = Read(
    select(Member.email_notifications, Member.email_off, Member.version)
    .where(Member.workspace_id == fence(), Member.user_id == bindparam("user_id"), Member.left_at.is_(None))
    .limit(1)
)


async def switches_of(reader: Reader, actor: Actor) -> dict[str, Any] | None:
    """What the caller is mailed."""
    rows = await reader.rows(_SWITCHES, actor.workspace_id, user_id=actor.user_id)
    return dict(rows[0]) if rows else None


async def unscoped_member(work: Work, user_id: UUID) -> tuple[Member, User] | None:
    """A member of the transaction's workspace who has not left, with their account, both locked."""
    statement = (
        select(Member, User)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == work.workspace_id, Member.user_id == user_id, Member.left_at.is_(None))
        .with_for_update()
    )
    row = (await work.session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


async def unscoped_switch(work: Work, user_id: UUID) -> tuple[str, bool] | None:
    """The workspace's name and whether it mails this member."""
    statement = (
        select(Workspace.name, Member.email_notifications)
        .join(Member, Member.workspace_id == Workspace.id)
        .where(Workspace.id == work.workspace_id, Member.user_id == user_id, is_admitted())
    )
    row = (await work.session.execute(statement)).one_or_none()
    return (row[0], row[1]) if row else None


# One parameter however many addresses there are, so that it stays prepared.
IDS_BY_ADDRESS = Question(
    select(func.lower(User.email).label("address"), Member.user_id)
    .join(User, User.id == Member.user_id)
    .where(
        Member.workspace_id == fence(),
        func.lower(User.email) == any_(bindparam("addresses", type_=ARRAY(Text()))),
    )
)


def unscoped_ids_by_address(addresses: Sequence[str]) -> Asked[dict[str, UUID]]:
    """The members of the workspace who sign in with one of these addresses, by what `ascii_address` makes of it."""
    # Accounts keep what people wrote, which is one of two spellings.
    spellings = {spelling for one in map(ascii_address, addresses) for spelling in (one, readable_address(one))}
    values = {"addresses": sorted(spellings)}
    return Asked(
        IDS_BY_ADDRESS, values, lambda rows: {ascii_address(row["address"]): UUID(row["user_id"]) for row in rows}
    )


KNOWN = Question(
    select(Member.user_id).where(
        Member.workspace_id == fence(), Member.user_id == any_(bindparam("user_ids", type_=ARRAY(Member.user_id.type)))
    )
)


def unscoped_known(user_ids: Sequence[UUID]) -> Asked[set[UUID]]:
    """Those of the ids that are members of the transaction's workspace; also who has left it."""
    return Asked(KNOWN, {"user_ids": list(user_ids)}, lambda rows: {UUID(row["user_id"]) for row in rows})


async def unscoped_names(work: Work, user_ids: Sequence[UUID]) -> dict[UUID, tuple[str, str]]:
    """Name and role of those of the people who are members of the transaction's workspace, and have not left it."""
    named = literal(list(user_ids), ARRAY(Member.user_id.type))
    statement = (
        select(Member.user_id, User.name, Member.role)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == work.workspace_id, Member.user_id == any_(named), Member.left_at.is_(None))
    )
    return {user_id: (name, role) for user_id, name, role in await work.session.execute(statement)}


async def has_address(work: Work, address: str) -> bool:
    """Whether somebody who has not left signs in with this address, however it is capitalised."""
    statement = (
        select(Member.user_id)
        .join(User, User.id == Member.user_id)
        .where(
            Member.workspace_id == work.workspace_id,
            Member.left_at.is_(None),
            func.lower(User.email) == address.lower(),
        )
    )
    return (await work.session.execute(statement)).first() is not None


async def owners_for_change(work: Work) -> list[UUID]:
    """The owners who have not left, locked in one order, so that two who step back at once do not both."""
    statement = (
        select(Member.user_id)
        .where(Member.workspace_id == work.workspace_id, Member.role == "owner", Member.left_at.is_(None))
        .order_by(Member.user_id)
        .with_for_update()
    )
    return list((await work.session.execute(statement)).scalars())


async def unscoped_membership_row(work: Work, user_id: UUID) -> Member | None:
    """A person's row in the transaction's workspace, locked, also where they left."""
    statement = (
        select(Member).where(Member.workspace_id == work.workspace_id, Member.user_id == user_id).with_for_update()
    )
    return (await work.session.execute(statement)).scalar_one_or_none()
