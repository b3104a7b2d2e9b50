"""API keys: making one, revoking one."""

from collections.abc import Sequence
from uuid import UUID

from services.api.identity.api_keys import repository
from services.api.identity.api_keys.domain import excessive_scopes, new_key, unknown_scopes
from services.api.identity.api_keys.errors import expires_in_the_past, scopes_beyond_role, scopes_unknown
from services.api.identity.api_keys.models import ApiKey
from services.api.identity.api_keys.schemas import ApiKeyCreate
from services.api.identity.sessions.errors import PersonNeeded
from services.contracts.envelope import Subject
from services.contracts.events.identity import ApiKeyCreated, ApiKeyRevoked
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.problems import NotFound
from services.kit.seal import digest
from services.kit.work import Work


async def create_api_key(work: Work, *, wanted: ApiKeyCreate) -> tuple[ApiKey, str]:
    """Make a key for a program and return it with its text, of which only a digest is kept.

    Raises:
        Invalid: a scope is unknown or beyond the creator's own permissions, or the key would already have expired.
        PersonNeeded: a key tried to make a key.
    """
    if work.actor.kind != "user" or work.actor.user_id is None:
        raise PersonNeeded
    if unknown := unknown_scopes(wanted.scopes):
        raise scopes_unknown(unknown)
    if excessive := excessive_scopes(wanted.scopes, work.actor.permissions):
        raise scopes_beyond_role(excessive)
    if wanted.expires_at is not None and wanted.expires_at <= now():
        raise expires_in_the_past()
    key = new_key(work.workspace_id)
    row = ApiKey(
        workspace_id=work.workspace_id,
        id=new_id(),
        name=wanted.name,
        key_hash=digest(key.text),
        prefix=key.prefix,
        scopes=sorted(set(wanted.scopes)),
        created_by=work.actor.user_id,
        expires_at=wanted.expires_at,
    )
    work.session.add(row)
    await work.session.flush()
    created = ApiKeyCreated(name=row.name, scopes=row.scopes, created_by=row.created_by)
    work.record(created, subject=Subject(kind="api_key", id=row.id), sequence=row.version)
    return row, key.text


async def revoke_api_key(work: Work, *, key_id: UUID) -> None:
    """End a key at once, in every worker.

    Raises:
        NotFound: there is no such key, or it is revoked already.
    """
    row = await repository.live_key(work, key_id)
    if row is None:
        raise NotFound
    await _revoke(work, [row])
    await repository.drop_cached(work, row.created_by)


async def revoke_keys_of(work: Work, *, user_id: UUID) -> None:
    """End every key that a member made: they leave."""
    await _revoke(work, await repository.live_keys_of(work, user_id))


async def _revoke(work: Work, rows: Sequence[ApiKey]) -> None:
    for row in rows:
        row.revoked_at = now()
    await work.session.flush()
    for row in rows:
        work.record(ApiKeyRevoked(name=row.name), subject=Subject(kind="api_key", id=row.id), sequence=row.version)
