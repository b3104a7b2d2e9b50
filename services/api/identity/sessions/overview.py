"""A person's sessions: seeing them, and ending one or all others."""

from uuid import UUID

from services.api.identity.sessions import repository
from services.api.identity.sessions.domain import workspace_of
from services.api.identity.sessions.errors import NoSessionOfItsOwn, PersonNeeded
from services.api.identity.sessions.schemas import SessionRead
from services.kit.actor import Actor
from services.kit.problems import NotFound
from services.kit.reads import Reader
from services.kit.seal import digest
from services.kit.work import Work


async def sessions_of(reader: Reader, actor: Actor, *, refresh_token: str | None) -> list[SessionRead]:
    """Every session of the caller, in all their workspaces.

    Raises:
        PersonNeeded: the caller is an API key.
    """
    presented = digest(refresh_token) if refresh_token and workspace_of(refresh_token) else None
    rows = await repository.unscoped_sessions(reader, _person(actor), presented)
    return [SessionRead.model_validate(row) for row in rows]


async def end_session(work: Work, *, session_id: UUID) -> None:
    """End one session, wherever it is. Access tokens end too; sessions that stay renew theirs by their cookie.

    Raises:
        PersonNeeded: the caller is an API key.
        NotFound: the caller has no such session.
    """
    if not await repository.end_sessions(work, _person(work.actor), [session_id], but=False):
        raise NotFound


async def end_others(work: Work, *, refresh_token: str | None) -> None:
    """End every session but the one that asks.

    Raises:
        PersonNeeded: the caller is an API key.
        NoSessionOfItsOwn: no refresh cookie says which session asks.
    """
    person = _person(work.actor)
    kept = await own_families(work, refresh_token, person)
    if not kept:
        raise NoSessionOfItsOwn
    await repository.end_sessions(work, person, kept, but=True)


async def own_families(work: Work, refresh_token: str | None, user_id: UUID) -> list[UUID]:
    """The session whose refresh token this is, where it is the person's and stands in the transaction's workspace."""
    if refresh_token is None or workspace_of(refresh_token) != work.workspace_id:
        return []
    row = await repository.unscoped_token(work, digest(refresh_token))
    return [row.family_id] if row is not None and row.user_id == user_id else []


def _person(actor: Actor) -> UUID:
    if actor.kind != "user" or actor.user_id is None:
        raise PersonNeeded
    return actor.user_id
