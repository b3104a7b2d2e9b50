"""Stored refresh tokens; callers hold a transaction of the token's workspace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.accounts.repository import Membership
from services.api.identity.members.models import Member
from services.api.identity.members.private_projects import is_admitted
from services.api.identity.sessions.models import RefreshToken, Throttle
from services.kit.reads import Reader
from services.kit.work import Work

_COUNTED = "SELECT key, count, started_at FROM rapport.throttles WHERE key = ANY($1::bytea[]) AND started_at > $2"
_COUNT = text(
    """INSERT INTO rapport.throttles AS t (key, count, started_at) VALUES (:key, 1, :at)
    ON CONFLICT (key) DO UPDATE SET count = CASE WHEN t.started_at > :since THEN t.count + 1 ELSE 1 END,
      started_at = CASE WHEN t.started_at > :since THEN t.started_at ELSE :at END
    RETURNING count"""
)
_SESSIONS = "SELECT * FROM rapport.sessions_of($1, $2)"
_END_SESSIONS = text("SELECT rapport.end_sessions(:person, :named, :but)")


async def unscoped_token(work: Work, digest: bytes) -> RefreshToken | None:
    """The presented token, locked, so that of twenty concurrent refreshes one rotates."""
    statement = (
        select(RefreshToken)
        .where(RefreshToken.workspace_id == work.workspace_id, RefreshToken.token_hash == digest)
        .with_for_update()
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def unscoped_issued_successor(work: Work, family_id: UUID, digests: Sequence[bytes]) -> RefreshToken | None:
    """The successor that was issued for a token, found by what it must have been."""
    statement = select(RefreshToken).where(
        RefreshToken.workspace_id == work.workspace_id,
        RefreshToken.family_id == family_id,
        RefreshToken.token_hash.in_(digests),
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def revoke_family(work: Work, family_id: UUID, at: datetime) -> None:
    """End every token of one sign-in."""
    await work.session.execute(
        update(RefreshToken)
        .where(
            RefreshToken.workspace_id == work.workspace_id,
            RefreshToken.family_id == family_id,
            RefreshToken.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )


async def revoke_sessions(work: Work, user_id: UUID, at: datetime) -> None:
    """End every session of one person in this workspace."""
    await work.session.execute(
        update(RefreshToken)
        .where(
            RefreshToken.workspace_id == work.workspace_id,
            RefreshToken.user_id == user_id,
            RefreshToken.revoked_at.is_(None),
        )
        .values(revoked_at=at)
    )


async def forget_expired(work: Work, user_id: UUID, at: datetime) -> None:
    """Delete what no reuse could be detected by any more."""
    await work.session.execute(
        delete(RefreshToken).where(
            RefreshToken.workspace_id == work.workspace_id,
            RefreshToken.user_id == user_id,
            RefreshToken.expires_at < at,
        )
    )


async def unscoped_held_membership(work: Work, user_id: UUID) -> Membership | None:
    """The same, and nobody ends the person's sessions until this transaction is over."""
    row = (await work.session.execute(_membership(work, user_id).with_for_update(read=True, of=User))).one_or_none()
    return Membership(*row) if row else None


async def unscoped_membership(work: Work, user_id: UUID) -> Membership | None:
    """A person's place in the transaction's workspace; None where they left it, or it was closed."""
    row = (await work.session.execute(_membership(work, user_id))).one_or_none()
    return Membership(*row) if row else None


def _membership(work: Work, user_id: UUID) -> Select[User, Workspace, Member]:
    return (
        select(User, Workspace, Member)
        .join(Member, Member.user_id == User.id)
        .join(Workspace, Workspace.id == Member.workspace_id)
        .where(Member.workspace_id == work.workspace_id, Member.user_id == user_id, is_admitted())
    )


async def unscoped_throttles(reader: Reader, keys: list[bytes], since: datetime) -> list[tuple[bytes, int, datetime]]:
    """What was counted under these keys within the window."""
    return [tuple(row.values()) for row in await reader.fetch(_COUNTED, keys, since)]


async def unscoped_count_attempt(session: AsyncSession, key: bytes, at: datetime, since: datetime) -> int:
    """Count one more, or begin again where the window is over; returns how many there are."""
    return int((await session.execute(_COUNT, {"key": key, "at": at, "since": since})).scalar_one())


async def unscoped_forget_attempts(session: AsyncSession, key: bytes) -> bool:
    """Begin to count afresh; whether there was anything to forget."""
    gone = await session.execute(delete(Throttle).where(Throttle.key == key).returning(Throttle.key))
    return gone.first() is not None


async def unscoped_sessions(reader: Reader, user_id: UUID, presented: bytes | None) -> list[dict[str, Any]]:
    """A person's sessions in all their workspaces, the one used last first."""
    return [dict(row) for row in await reader.fetch(_SESSIONS, user_id, presented)]


async def end_sessions(work: Work, user_id: UUID, named: Sequence[UUID], *, but: bool) -> int:
    """End the named sessions of a person, or all but those, wherever they are; returns how many ended."""
    values = {"person": user_id, "named": list(named), "but": but}
    return int((await work.session.execute(_END_SESSIONS, values)).scalar_one())
