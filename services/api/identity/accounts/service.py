"""Accounts: signing up, and one's own profile."""

from uuid import UUID

from services.api.identity.accounts import repository
from services.api.identity.accounts.errors import EmailTaken, SignupClosed, weak_password
from services.api.identity.accounts.models import User, Workspace
from services.api.identity.accounts.repository import Membership
from services.api.identity.accounts.schemas import MeRead, MeUpdate, MyWorkspace, Registration, UserRead, WorkspaceRead
from services.api.identity.dependencies import Identity
from services.api.identity.members.models import Member
from services.api.identity.members.service import change_member, joined
from services.api.identity.policy import permissions_of
from services.api.identity.sessions.domain import Caller
from services.api.identity.sessions.errors import SigningBusy
from services.api.identity.sessions.repository import unscoped_membership
from services.api.identity.sessions.service import Session, open_session
from services.contracts.envelope import Subject
from services.contracts.events.identity import WorkspaceCreated
from services.kit.actor import Actor
from services.kit.correlation import correlation_id
from services.kit.ids import new_id
from services.kit.passwords import HashingBusy
from services.kit.problems import Unauthenticated
from services.kit.reads import Reader
from services.kit.settings import Settings
from services.kit.weak_passwords import weakness
from services.kit.work import Work


async def register(identity: Identity, wanted: Registration, *, caller: Caller) -> Session:
    """Open an account with a workspace of its own and sign in.

    The password is hashed before the transaction begins, so no connection waits for it.

    Raises:
        SignupClosed: this installation takes no new accounts.
        EmailTaken: the address has an account.
        Invalid: the password is too easy to guess.
    """
    reader = identity.database.reader
    if is_closed(identity.settings, await repository.unscoped_anybody_registered(reader)):
        raise SignupClosed
    flaw = weakness(wanted.password, personal=(wanted.email, wanted.name, wanted.workspace_name))
    if flaw is not None:
        raise weak_password(flaw)
    if await repository.unscoped_credentials(reader, wanted.email) is not None:
        raise EmailTaken
    try:
        password_hash = await identity.passwords.hash(wanted.password)
    except HashingBusy:
        raise SigningBusy from None
    user = User(id=new_id(), email=wanted.email, name=wanted.name, password_hash=password_hash)
    founder = founder_of(new_id(), user.id, user.name)
    async with identity.database.work(founder, correlation_id=correlation_id()) as work:
        if is_closed(identity.settings, await repository.unscoped_hold_first_account(work)):
            raise SignupClosed
        membership = await found_workspace(
            work, user=user, workspace_name=wanted.workspace_name, time_zone=wanted.time_zone
        )
        return await open_session(work, membership=membership, caller=caller)


def is_closed(settings: Settings, anybody_registered: bool) -> bool:
    """An installation others can reach is not open to the first stranger who finds it."""
    if settings.signup is not None:
        return settings.signup == "closed"
    return anybody_registered and not settings.is_loopback


def founder_of(workspace_id: UUID, user_id: UUID, name: str) -> Actor:
    """The actor that founds a workspace: its first owner."""
    return Actor(
        workspace_id=workspace_id,
        kind="user",
        name=name,
        user_id=user_id,
        role="owner",
        permissions=permissions_of("owner"),
        sees_all=True,
    )


async def found_workspace(
    work: Work, *, user: User, workspace_name: str, time_zone: str | None = None, is_demo: bool = False
) -> Membership:
    """Create a workspace under the transaction's workspace id, with `user` (new or known) as its owner.

    Without a `time_zone` (IANA name) its days are UTC's.
    """
    workspace = Workspace(
        id=work.workspace_id,
        name=workspace_name,
        time_zone=time_zone or "UTC",
        is_demo=is_demo,
        created_by=user.id,
    )
    member = Member(workspace_id=work.workspace_id, user_id=user.id, role="owner")
    for row in (user, workspace, member):
        work.session.add(row)
        await work.session.flush()
    subject = Subject(kind="workspace", id=workspace.id)
    work.record(WorkspaceCreated(name=workspace.name), subject=subject, sequence=workspace.version)
    joined(work, user=user, member=member)
    return Membership(user=user, workspace=workspace, member=member)


async def read_me(reader: Reader, actor: Actor) -> tuple[MeRead, int]:
    """The caller's account, and the version of their membership."""
    place = await repository.me(reader, actor)
    if place is None:
        raise Unauthenticated
    return _me(actor, place), place.member.version


async def change_me(work: Work, *, changes: MeUpdate, expected_version: int | None) -> tuple[MeRead, int]:
    """Change one's own name or mail switch; answers the account as it is then.

    Raises:
        PreconditionFailed: the membership was changed since `expected_version`.
    """
    if work.actor.user_id is None:
        raise Unauthenticated
    wanted = changes.given()
    await change_member(work, work.actor.user_id, wanted, expected_version=expected_version)
    place = await unscoped_membership(work, work.actor.user_id)
    if place is None:
        raise Unauthenticated
    return _me(work.actor, place), place.member.version


async def my_workspaces(reader: Reader, actor: Actor) -> list[MyWorkspace]:
    """Every workspace the caller belongs to; an API key knows only its own."""
    if actor.user_id is None:
        raise Unauthenticated
    rows = await repository.unscoped_memberships(reader, actor.user_id)
    return [
        MyWorkspace.model_validate(
            {
                "id": row.workspace_id,
                "name": row.workspace_name,
                "role": row.role,
                "member_since": row.member_since,
                "is_current": row.workspace_id == actor.workspace_id,
            }
        )
        for row in rows
        if actor.kind == "user" or row.workspace_id == actor.workspace_id
    ]


def _me(actor: Actor, place: Membership) -> MeRead:
    return MeRead.model_validate(
        {
            "kind": actor.kind,
            "user": UserRead.model_validate(place.user),
            "workspace": WorkspaceRead.model_validate(place.workspace),
            "role": place.member.role,
            "permissions": sorted(actor.permissions),
            "email_notifications": place.member.email_notifications,
        }
    )
