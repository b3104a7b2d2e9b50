"""Deleting a workspace: it is closed at once for everybody, and what it held is erased by the worker soon after.

The use case opens its own transaction: a password must not be checked while a connection waits.
"""

from uuid import UUID

from services.api.identity.accounts import repository as accounts
from services.api.identity.accounts.repository import Membership
from services.api.identity.dependencies import Identity
from services.api.identity.sessions import signing
from services.api.identity.sessions.domain import Caller
from services.api.identity.sessions.errors import PersonNeeded, WrongCredentials
from services.api.identity.sessions.repository import unscoped_held_membership
from services.api.identity.workspace import repository
from services.api.identity.workspace.errors import OwnerNeeded, closing_unproved, name_wrong, password_wrong
from services.api.identity.workspace.schemas import WorkspaceClosing
from services.contracts.envelope import Subject
from services.contracts.events.identity import WorkspaceClosed
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.correlation import correlation_id
from services.kit.problems import Unauthenticated
from services.kit.work import Work

OWNER = "owner"


async def close_workspace(identity: Identity, actor: Actor, *, wanted: WorkspaceClosing, caller: Caller) -> None:
    """Close the workspace; a second time changes nothing. The demo needs no proof, for it can be loaded again.

    Raises:
        PersonNeeded: the caller is an API key.
        OwnerNeeded: the caller is no owner.
        Invalid: the name is not the workspace's, or the password is not the caller's.
        TooManyAttempts: the password was guessed too often.
    """
    if actor.kind != "user" or actor.user_id is None:
        raise PersonNeeded
    if actor.role != OWNER:
        raise OwnerNeeded
    place = await accounts.me(identity.database.reader, actor)
    if place is None:
        raise Unauthenticated
    proof = None if place.workspace.is_demo else await _proof(identity, place, wanted, caller)
    async with identity.database.work(actor, correlation_id=correlation_id()) as work:
        await _close(work, actor.user_id, proof)


async def _proof(identity: Identity, place: Membership, wanted: WorkspaceClosing, caller: Caller) -> str:
    """The stored hash that the owner's password fits."""
    name, password = (wanted.name or "").strip(), wanted.password
    unproved = closing_unproved(name=name, password=password)
    if unproved is not None or password is None:
        raise unproved or password_wrong()
    if name != place.workspace.name:
        raise name_wrong(place.workspace.name)
    try:
        known, _ = await signing.checked(identity, place.user.email, password, caller=caller)
    except WrongCredentials:
        raise password_wrong() from None
    return known.password_hash


async def _close(work: Work, user_id: UUID, proof: str | None) -> None:
    workspace = await repository.own_workspace(work)
    if workspace.closed_at is not None:
        return
    # Both may have changed while the password was checked.
    owner = await unscoped_held_membership(work, user_id)
    if owner is None or owner.member.role != OWNER:
        raise OwnerNeeded
    if proof is not None and owner.user.password_hash != proof:
        raise password_wrong()
    closed = WorkspaceClosed(name=workspace.name, is_demo=workspace.is_demo)
    subject = Subject(kind="workspace", id=workspace.id)
    workspace.closed_at = now()
    workspace.closing_event_id = work.record(closed, subject=subject, sequence=workspace.version + 1)
