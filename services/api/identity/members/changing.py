"""A member's role, and their leaving: both take effect within moments, in every worker and open stream."""

from uuid import UUID

from services.api.identity.accounts.models import User
from services.api.identity.api_keys.service import revoke_keys_of
from services.api.identity.dependencies import Identity
from services.api.identity.members import repository
from services.api.identity.members.errors import LastOwner, RoleBeyondYours
from services.api.identity.members.models import Member
from services.api.identity.members.schemas import MemberUpdate
from services.api.identity.members.service import changed
from services.api.identity.policy import may_give
from services.api.identity.sessions.errors import PersonNeeded
from services.api.identity.sessions.repository import revoke_sessions
from services.api.web.conditions import check_version
from services.contracts.envelope import Subject
from services.contracts.events.identity import MemberRemoved
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.correlation import correlation_id
from services.kit.problems import NotFound
from services.kit.work import Work


async def change_role(
    work: Work, *, user_id: UUID, changes: MemberUpdate, expected_version: int | None
) -> tuple[Member, User]:
    """Give a member another role.

    Raises:
        NotFound: there is no such member here.
        PreconditionFailed: they were changed since `expected_version`.
        RoleBeyondYours: theirs, or the one to give, is above the actor's own.
        LastOwner: nobody else is an owner.
    """
    owners = await repository.owners_for_change(work)
    member, user = await _member(work, user_id)
    check_version(expected_version, member.version)
    role = changes.role or member.role
    if not (may_give(work.actor.role, member.role) and may_give(work.actor.role, role)):
        raise RoleBeyondYours
    if role != member.role:
        if owners == [user_id]:
            raise LastOwner
        member.role = role
        await work.session.flush()
        changed(work, user=user, member=member)
    return member, user


async def remove(work: Work, identity: Identity, *, user_id: UUID) -> None:
    """Take a member out of the workspace.

    Raises:
        NotFound: there is no such member here.
        RoleBeyondYours: their role is above the actor's own.
        LastOwner: nobody else is an owner.
    """
    owners = await repository.owners_for_change(work)
    member, user = await _member(work, user_id)
    if not may_give(work.actor.role, member.role):
        raise RoleBeyondYours
    await _let_go(work, identity, member=member, user=user, owners=owners)


async def leave(identity: Identity, actor: Actor, *, workspace_id: UUID) -> None:
    """Leave the workspace oneself, in a transaction of its own: what follows is done as somebody who has left.

    Raises:
        PersonNeeded: the caller is an API key.
        NotFound: this is not the workspace that the token is for.
        LastOwner: nobody else is an owner.
    """
    if actor.kind != "user" or actor.user_id is None:
        raise PersonNeeded
    if workspace_id != actor.workspace_id:
        raise NotFound
    async with identity.database.work(actor, correlation_id=correlation_id()) as work:
        owners = await repository.owners_for_change(work)
        member, user = await _member(work, actor.user_id)
        await _let_go(work, identity, member=member, user=user, owners=owners)


async def _member(work: Work, user_id: UUID) -> tuple[Member, User]:
    found = await repository.unscoped_member(work, user_id)
    if found is None:
        raise NotFound
    return found


async def _let_go(work: Work, identity: Identity, *, member: Member, user: User, owners: list[UUID]) -> None:
    if owners == [user.id]:
        raise LastOwner
    for let_go in identity.leaving:
        await let_go(work, user_id=user.id)
    await revoke_keys_of(work, user_id=user.id)
    await revoke_sessions(work, user.id, now())
    member.left_at = now()
    await work.session.flush()
    subject = Subject(kind="member", id=user.id)
    work.record(MemberRemoved(user_id=user.id, name=user.name), subject=subject, sequence=member.version)
