"""Stored refresh tokens; callers hold a transaction of the token's workspace."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.accounts.repository import Membership
from services.api.identity.members.models import Member
from services.api.identity.sessions.models import RefreshToken
from services.kit.work import Work


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


async def forget_expired(work: Work, user_id: UUID, at: datetime) -> None:
    """Delete what no reuse could be detected by any more."""
    await work.session.execute(
        delete(RefreshToken).where(
            RefreshToken.workspace_id == work.workspace_id,
            RefreshToken.user_id == user_id,
            RefreshToken.expires_at < at,
        )
    )


async def unscoped_membership(work: Work, user_id: UUID) -> Membership | None:
    """A person's place in the transaction's workspace."""
    statement = (
        select(User, Workspace, Member)
        .join(Member, Member.user_id == User.id)
        .join(Workspace, Workspace.id == Member.workspace_id)
        .where(Member.workspace_id == work.workspace_id, Member.user_id == user_id)
    )
    row = (await work.session.execute(statement)).one_or_none()
    return Membership(*row) if row else None
