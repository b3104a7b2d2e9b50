"""Stored API keys. A revoked key is kept for the record and found by nobody."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, or_, select, text, update

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.api_keys.models import ApiKey
from services.api.identity.members.models import Member
from services.api.identity.members.private_projects import is_admitted, private_projects_of
from services.kit.listing import Listing, Sort, instant
from services.kit.reads import Read, fence
from services.kit.work import Work

KEYS = Listing(
    source=ApiKey.__table__,
    fields={
        "id": ApiKey.id,
        "name": ApiKey.name,
        "prefix": ApiKey.prefix,
        "scopes": ApiKey.scopes,
        "created_by": ApiKey.created_by,
        "expires_at": instant(ApiKey.expires_at),
        "last_used_at": instant(ApiKey.last_used_at),
        "created_at": instant(ApiKey.created_at),
        "updated_at": instant(ApiKey.updated_at),
        "version": ApiKey.version,
    },
    identity=ApiKey.id,
    where=(ApiKey.workspace_id == fence(), ApiKey.revoked_at.is_(None)),
    sorts={"created_at": Sort(ApiKey.created_at), "name": Sort(func.lower(ApiKey.name, type_=ApiKey.name.type))},
    filters={},
    version=ApiKey.version,
)

UNSCOPED_HOLDER = Read(
    select(
        ApiKey.id,
        ApiKey.name,
        ApiKey.scopes,
        ApiKey.expires_at,
        ApiKey.revoked_at,
        ApiKey.created_by,
        Member.role,
        private_projects_of(ApiKey.created_by).label("private_projects"),
    )
    .join(Member, (Member.workspace_id == ApiKey.workspace_id) & (Member.user_id == ApiKey.created_by))
    .join(User, User.id == Member.user_id)
    .join(Workspace, Workspace.id == ApiKey.workspace_id)
    .where(ApiKey.workspace_id == fence(), ApiKey.key_hash == bindparam("key_hash"), is_admitted())
    .limit(1)
)

_NOTIFY = text("SELECT pg_notify('rapport_actor', :about)")


async def live_key(work: Work, key_id: UUID) -> ApiKey | None:
    """A key of the actor's workspace that is not revoked, locked."""
    statement = (
        select(ApiKey)
        .where(ApiKey.workspace_id == work.actor.workspace_id, ApiKey.id == key_id, ApiKey.revoked_at.is_(None))
        .with_for_update()
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def live_keys_of(work: Work, user_id: UUID) -> list[ApiKey]:
    """Every key of one member that is not revoked, locked."""
    statement = (
        select(ApiKey)
        .where(
            ApiKey.workspace_id == work.actor.workspace_id, ApiKey.created_by == user_id, ApiKey.revoked_at.is_(None)
        )
        .with_for_update()
    )
    return list((await work.session.execute(statement)).scalars())


async def drop_cached(work: Work, user_id: UUID) -> None:
    """Make every worker forget what it remembers of a person and their keys, once this transaction commits."""
    await work.session.execute(_NOTIFY, {"about": f"{work.workspace_id}:{user_id}"})


async def unscoped_note_use(work: Work, key_id: UUID, *, at: datetime, unless_since: datetime) -> None:
    """Write when a key was last used, unless another worker has just done so."""
    await work.session.execute(
        update(ApiKey)
        .where(
            ApiKey.workspace_id == work.workspace_id,
            ApiKey.id == key_id,
            or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < unless_since),
        )
        # Being used is no change of the key.
        .values(last_used_at=at, updated_at=ApiKey.updated_at)
    )
