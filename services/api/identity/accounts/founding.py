"""Accounts that a loader makes for people, rather than they for themselves."""

from typing import Literal, cast
from uuid import UUID

from services.api.identity.accounts import repository
from services.api.identity.accounts.models import User
from services.api.identity.accounts.service import found_workspace
from services.api.identity.members.models import Member
from services.api.identity.members.service import joined
from services.api.identity.policy import Role
from services.kit.reads import Reader
from services.kit.work import Work

DemoStanding = Literal["absent", "loaded", "leaving", "removed"]


async def found_demo(
    work: Work, *, user_id: UUID, email: str, name: str, password_hash: str, workspace_name: str
) -> None:
    """Open an account under this id and, with it as owner, the demo: the workspace that the transaction is for."""
    user = User(id=user_id, email=email, name=name, password_hash=password_hash, last_workspace_id=work.workspace_id)
    await found_workspace(work, user=user, workspace_name=workspace_name, is_demo=True)


async def bring_in(work: Work, *, user_id: UUID, email: str, name: str, password_hash: str, role: Role) -> None:
    """Open an account under this id as a member of the transaction's workspace."""
    user = User(id=user_id, email=email, name=name, password_hash=password_hash, last_workspace_id=work.workspace_id)
    member = Member(workspace_id=work.workspace_id, user_id=user_id, role=role)
    for row in (user, member):
        work.session.add(row)
        await work.session.flush()
    joined(work, user=user, member=member)


async def demo_standing(reader: Reader) -> DemoStanding:
    """What became of the demo in this database; `leaving` is closed and not yet erased."""
    return cast(DemoStanding, await repository.unscoped_demo_standing(reader))


async def password_hash_of(reader: Reader, email: str) -> str | None:
    """The stored password of an address, hashed; None where nobody has this address."""
    known = await repository.unscoped_credentials(reader, email)
    return known.password_hash if known else None
