"""Reading users and workspaces. A person is looked up before any workspace is known; those reads are `unscoped_`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, text

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.members.models import Member
from services.kit.actor import Actor
from services.kit.reads import Read, Reader, fence
from services.kit.work import Work

_BY_EMAIL = "SELECT id, email, name, password_hash, last_workspace_id FROM rapport.users WHERE lower(email) = lower($1)"
_ANY_WORKSPACE = "SELECT rapport.has_workspaces() AS found"
_DEMO_STANDING = "SELECT rapport.demo_standing() AS standing"
_LEFT_LAST = "SELECT rapport.left_last($1) AS workspace_id"
_ANYBODY = "SELECT EXISTS (SELECT FROM rapport.users) AS found"
_MEMBERSHIPS = "SELECT workspace_id, workspace_name, role, member_since FROM rapport.memberships_of($1)"
_FIRST_ACCOUNT_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('rapport first account'))")

_ME = Read(
    select(
        User.id.label("user__id"),
        User.email.label("user__email"),
        User.name.label("user__name"),
        User.created_at.label("user__created_at"),
        User.updated_at.label("user__updated_at"),
        Workspace.id.label("workspace__id"),
        Workspace.name.label("workspace__name"),
        Workspace.time_zone.label("workspace__time_zone"),
        Workspace.language.label("workspace__language"),
        Workspace.week_starts_on.label("workspace__week_starts_on"),
        Workspace.is_demo.label("workspace__is_demo"),
        Workspace.created_at.label("workspace__created_at"),
        Workspace.updated_at.label("workspace__updated_at"),
        Workspace.version.label("workspace__version"),
        Member.role.label("member__role"),
        Member.email_notifications.label("member__email_notifications"),
        Member.version.label("member__version"),
    )
    .join(Member, Member.user_id == User.id)
    .join(Workspace, Workspace.id == Member.workspace_id)
    .where(Member.workspace_id == fence(), Member.user_id == bindparam("user_id"), Member.left_at.is_(None))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a workspace."""

    user: User
    workspace: Workspace
    member: Member


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against."""

    user_id: UUID
    email: str
    name: str
    password_hash: str
    last_workspace_id: UUID | None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """One line of a person's memberships."""

    workspace_id: UUID
    workspace_name: str
    role: str
    member_since: datetime


async def unscoped_credentials(reader: Reader, email: str) -> Credentials | None:
    """The account of an address, however it is capitalised."""
    rows = await reader.fetch(_BY_EMAIL, email)
    return Credentials(*rows[0].values()) if rows else None


async def unscoped_memberships(reader: Reader, user_id: UUID) -> list[MembershipRow]:
    """The workspaces of one person, the oldest membership first."""
    return [MembershipRow(*row.values()) for row in await reader.fetch(_MEMBERSHIPS, user_id)]


async def unscoped_left_last(reader: Reader, user_id: UUID) -> UUID | None:
    """The workspace that a person left last, where it is not closed."""
    workspace_id: UUID | None = (await reader.fetch(_LEFT_LAST, user_id))[0]["workspace_id"]
    return workspace_id


async def unscoped_anybody_registered(reader: Reader) -> bool:
    """Whether this installation has an account."""
    return bool((await reader.fetch(_ANYBODY))[0]["found"])


async def unscoped_any_workspace(reader: Reader) -> bool:
    """Whether this installation has a workspace that is not closed."""
    return bool((await reader.fetch(_ANY_WORKSPACE))[0]["found"])


async def unscoped_demo_standing(reader: Reader) -> str:
    """Whether a demo was loaded, and whether it was closed and erased since."""
    return str((await reader.fetch(_DEMO_STANDING))[0]["standing"])


async def unscoped_account(work: Work, user_id: UUID) -> User | None:
    """An account that stays until the transaction ends; None where it was erased."""
    statement = select(User).where(User.id == user_id).with_for_update(key_share=True)
    return (await work.session.execute(statement)).scalar_one_or_none()


async def unscoped_hold_first_account(work: Work) -> bool:
    """Let registrations pass one at a time until this one commits; whether there is an account already."""
    await work.session.execute(_FIRST_ACCOUNT_LOCK)
    return bool((await work.session.execute(select(User.id).limit(1))).scalar_one_or_none())


async def me(reader: Reader, actor: Actor) -> Membership | None:
    """The caller's account, workspace and membership, in one round trip."""
    rows = await reader.rows(_ME, actor.workspace_id, user_id=actor.user_id)
    if not rows:
        return None
    parts: dict[str, dict[str, Any]] = {"user": {}, "workspace": {}, "member": {}}
    for name, value in rows[0].items():
        kind, _, column = name.partition("__")
        parts[kind][column] = value
    return Membership(User(**parts["user"]), Workspace(**parts["workspace"]), Member(**parts["member"]))
