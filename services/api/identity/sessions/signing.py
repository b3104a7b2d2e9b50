"""Proving who one is, before any workspace is known.

These use cases open their own transactions: a password must not be checked while a connection waits, the workspace is
only known after the account or the token was read, and ending a stolen session must be committed although the answer is
a refusal.
"""

from dataclasses import dataclass
from uuid import UUID

from services.api.identity.accounts import repository as accounts
from services.api.identity.accounts.repository import Credentials, MembershipRow
from services.api.identity.accounts.schemas import SignedIn, UserRead, WorkspaceRead
from services.api.identity.dependencies import Identity
from services.api.identity.policy import permissions_of, sees_all
from services.api.identity.sessions import service
from services.api.identity.sessions.domain import Caller, workspace_of
from services.api.identity.sessions.errors import (
    NoWorkspace,
    PersonNeeded,
    SessionEnded,
    SigningBusy,
    WrongCredentials,
)
from services.api.identity.sessions.repository import unscoped_held_membership
from services.api.identity.sessions.service import Session
from services.api.identity.sessions.throttles import account_attempt, attempt_at
from services.kit.actor import Actor, system_actor
from services.kit.correlation import correlation_id
from services.kit.passwords import HashingBusy
from services.kit.problems import NotFound
from services.kit.tokens import ACCESS_LIFE


@dataclass(frozen=True, slots=True)
class Proof:
    """The stored hash that a password fitted, and the one to store instead where its parameters are outdated."""

    password_hash: str
    renewed_hash: str | None


async def sign_in(identity: Identity, *, email: str, password: str, caller: Caller) -> Session:
    """Open a session in the workspace the person used last.

    Raises:
        WrongCredentials: unknown address or wrong password; both take the same time.
        TooManyAttempts: too many attempts failed before this one.
        NoWorkspace: the person is a member of none.
    """
    known, renewed_hash = await checked(identity, email, password, caller=caller)
    places = await accounts.unscoped_memberships(identity.database.reader, known.user_id)
    if not places:
        raise NoWorkspace
    place = next((place for place in places if place.workspace_id == known.last_workspace_id), places[0])
    proof = Proof(known.password_hash, renewed_hash)
    return await _enter(identity, known.user_id, known.name, place, caller=caller, proof=proof)


async def refresh(identity: Identity, *, token: str | None, caller: Caller) -> Session:
    """Exchange a refresh token for the next one.

    Raises:
        SessionEnded: there is none, or it has expired, was revoked, or was used before by somebody else.
    """
    workspace_id = workspace_of(token) if token else None
    if token is None or workspace_id is None:
        raise SessionEnded
    async with identity.database.work(system_actor(workspace_id), correlation_id=correlation_id()) as work:
        session = await service.rotate(work, identity=identity, token=token, client=caller.mark)
    if session is None:
        raise SessionEnded
    return session


async def sign_out(identity: Identity, *, token: str | None, user_id: UUID | None = None) -> None:
    """End the session of a refresh token, where there is one and it belongs to `user_id` (None: to anybody)."""
    workspace_id = workspace_of(token) if token else None
    if token is None or workspace_id is None:
        return
    async with identity.database.work(system_actor(workspace_id), correlation_id=correlation_id()) as work:
        await service.end_session(work, token=token, user_id=user_id)


async def switch(identity: Identity, actor: Actor, *, workspace_id: UUID, token: str | None, caller: Caller) -> Session:
    """Go on in another of one's workspaces; the session in the one left behind ends.

    Raises:
        PersonNeeded: the caller is an API key.
        NotFound: the person is no member of it, or it does not exist.
    """
    if actor.kind != "user" or actor.user_id is None:
        raise PersonNeeded
    places = await accounts.unscoped_memberships(identity.database.reader, actor.user_id)
    place = next((place for place in places if place.workspace_id == workspace_id), None)
    if place is None:
        raise NotFound
    session = await _enter(identity, actor.user_id, actor.name, place, caller=caller)
    await sign_out(identity, token=token, user_id=actor.user_id)
    return session


async def go_on_elsewhere(identity: Identity, actor: Actor, *, token: str | None, caller: Caller) -> Session | None:
    """A session in another of one's workspaces, for who gives up the present one.

    None for a caller without a refresh cookie, and for a person who belongs to no other workspace.
    """
    if token is None or actor.user_id is None:
        return None
    places = await accounts.unscoped_memberships(identity.database.reader, actor.user_id)
    place = next((place for place in places if place.workspace_id != actor.workspace_id), None)
    return await _enter(identity, actor.user_id, actor.name, place, caller=caller) if place else None


def signed_in(identity: Identity, session: Session) -> SignedIn:
    """The answer to a sign-in, with a fresh access token."""
    user, workspace = session.membership.user, session.membership.workspace
    access_token = identity.tokens.sign_access(
        user_id=user.id, workspace_id=workspace.id, token_version=user.token_version
    )
    return SignedIn(
        access_token=access_token,
        expires_in=int(ACCESS_LIFE.total_seconds()),
        user=UserRead.model_validate(user),
        workspace=WorkspaceRead.model_validate(workspace),
    )


async def checked(identity: Identity, email: str, password: str, *, caller: Caller) -> tuple[Credentials, str | None]:
    """The one place where a password is judged, and so where attempts are counted.

    Returns the account, and a fresh hash to store where the stored one uses outdated parameters.

    Raises:
        WrongCredentials: unknown address or wrong password; both take the same time.
        TooManyAttempts: too many attempts failed before this one.
    """
    known = await accounts.unscoped_credentials(identity.database.reader, email.strip())
    attempt = attempt_at(identity, email, known.user_id if known else None, caller)
    await attempt.check()
    try:
        verdict = await identity.passwords.verify(password, known.password_hash if known else None)
    except HashingBusy:
        raise SigningBusy from None
    if known is None or not verdict.fits:
        await attempt.failed()
        raise WrongCredentials
    await attempt.succeeded()
    return known, verdict.renewed_hash


async def forget_failures(identity: Identity, email: str) -> None:
    """Let the account of an address be tried again: its owner has just shown that the address is theirs."""
    await account_attempt(identity, email).reset()


async def _enter(
    identity: Identity,
    user_id: UUID,
    name: str,
    place: MembershipRow,
    *,
    caller: Caller,
    proof: Proof | None = None,
) -> Session:
    actor = Actor(
        workspace_id=place.workspace_id,
        kind="user",
        name=name,
        user_id=user_id,
        role=place.role,
        permissions=permissions_of(place.role),
        sees_all=sees_all(place.role),
    )
    async with identity.database.work(actor, correlation_id=correlation_id()) as work:
        membership = await unscoped_held_membership(work, user_id)
        if membership is None:
            raise NotFound
        if proof is not None:
            if membership.user.password_hash != proof.password_hash:
                # It was changed while the old one was being checked.
                raise WrongCredentials
            membership.user.password_hash = proof.renewed_hash or proof.password_hash
        return await service.open_session(work, membership=membership, caller=caller)
