"""Sessions: opening one, rotating its refresh token, noticing a stolen one, ending it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.api.identity.accounts.repository import Membership
from services.api.identity.dependencies import Identity
from services.api.identity.sessions import repository
from services.api.identity.sessions.domain import (
    FAMILY_LIFE,
    Caller,
    Family,
    Presented,
    meaning,
    new_refresh_token,
    successors_of,
)
from services.api.identity.sessions.models import RefreshToken
from services.contracts.envelope import Subject
from services.contracts.events.identity import SessionOpened, SessionReuseDetected
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.seal import digest
from services.kit.work import Work


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in person: who, where, and the refresh token to keep in the cookie until `expires_at`."""

    membership: Membership
    refresh_token: str
    expires_at: datetime


async def open_session(work: Work, *, membership: Membership, caller: Caller) -> Session:
    """Begin a family of refresh tokens for a person who has just proved who they are."""
    started = now()
    user_id = membership.user.id
    await repository.forget_expired(work, user_id, started)
    token = new_refresh_token(work.workspace_id)
    family = Family(new_id(), user_id, started, caller.device)
    _issue(work, token, family=family, client=caller.mark, at=started)
    membership.user.last_workspace_id = work.workspace_id
    await work.session.flush()
    opened = SessionOpened(user_id=user_id, device=caller.device)
    work.record(opened, subject=Subject(kind="session", id=family.id), sequence=1)
    return Session(membership, token, started + FAMILY_LIFE)


async def rotate(work: Work, *, identity: Identity, token: str, client: bytes) -> Session | None:
    """Exchange a refresh token for its successor; None means that the caller must sign in again.

    A copy that was used before revokes the whole family. That must be committed although the answer is a refusal, so it
    is returned and not raised.
    """
    row = await repository.unscoped_token(work, digest(token))
    if row is None:
        return None
    successors = successors_of(token, identity.successor_keys)
    issued = None
    if row.used_at is not None:
        issued = await repository.unscoped_issued_successor(work, row.family_id, [digest(s) for s in successors])
    at = now()
    presented = Presented(row.expires_at, row.used_at, row.revoked_at, issued.client_hash if issued else None)
    verdict = meaning(presented, client=client, at=at)
    if verdict == "reused":
        await _revoke_stolen(work, row, at)
    membership = (
        await repository.unscoped_held_membership(work, row.user_id) if verdict in {"rotate", "repeat"} else None
    )
    if membership is None:
        return None
    if verdict == "rotate":
        row.used_at = at
        family = Family(row.family_id, row.user_id, row.family_started_at, row.device)
        _issue(work, successors[0], family=family, client=client, at=at)
        return Session(membership, successors[0], row.expires_at)
    repeated = next(text for text in successors if issued is not None and digest(text) == issued.token_hash)
    return Session(membership, repeated, row.expires_at)


async def end_session(work: Work, *, token: str, user_id: UUID | None = None) -> None:
    """Sign out: revoke the family of a refresh token (of `user_id`, where given); an unknown token changes nothing."""
    row = await repository.unscoped_token(work, digest(token))
    if row is not None and user_id in {None, row.user_id}:
        await repository.revoke_family(work, row.family_id, now())


async def _revoke_stolen(work: Work, row: RefreshToken, at: datetime) -> None:
    await repository.revoke_family(work, row.family_id, at)
    subject = Subject(kind="session", id=row.family_id)
    work.record(SessionReuseDetected(user_id=row.user_id), subject=subject, sequence=1)


def _issue(work: Work, token: str, *, family: Family, client: bytes, at: datetime) -> None:
    work.session.add(
        RefreshToken(
            workspace_id=work.workspace_id,
            user_id=family.user_id,
            family_id=family.id,
            family_started_at=family.started_at,
            token_hash=digest(token),
            client_hash=client,
            device=family.device,
            issued_at=at,
            expires_at=family.started_at + FAMILY_LIFE,
        )
    )
