"""Stored passwords and the links that replace them: of people, who are one in all their workspaces."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.api.identity.accounts.models import PasswordReset, User
from services.kit.reads import Reader
from services.kit.work import Work

_RESET = """SELECT r.user_id, u.email, u.name FROM rapport.password_resets r JOIN rapport.users u ON u.id = r.user_id
WHERE r.token_hash = $1 AND r.expires_at > $2"""


async def unscoped_owner_of_link(reader: Reader, token_hash: bytes, at: datetime) -> tuple[UUID, str, str] | None:
    """Id, address and name of the person whose living link this is."""
    rows = await reader.fetch(_RESET, token_hash, at)
    return (rows[0]["user_id"], rows[0]["email"], rows[0]["name"]) if rows else None


async def unscoped_user(work: Work, user_id: UUID) -> User:
    """The account, locked."""
    return (await work.session.execute(select(User).where(User.id == user_id).with_for_update())).scalar_one()


async def unscoped_put_link(
    work: Work, user_id: UUID, *, token_hash: bytes, at: datetime, expires_at: datetime, unless_since: datetime
) -> bool:
    """Replace the person's link, unless it was made since then; whether it was replaced."""
    statement = insert(PasswordReset).values(
        user_id=user_id, token_hash=token_hash, created_at=at, expires_at=expires_at
    )
    put = statement.on_conflict_do_update(
        index_elements=["user_id"],
        set_={name: statement.excluded[name] for name in ("token_hash", "created_at", "expires_at")},
        where=PasswordReset.created_at < unless_since,
    )
    return (await work.session.execute(put.returning(PasswordReset.user_id))).first() is not None


async def unscoped_use_link(work: Work, token_hash: bytes, at: datetime) -> bool:
    """Use a link up; of twenty who do so at once, one does."""
    statement = delete(PasswordReset).where(PasswordReset.token_hash == token_hash, PasswordReset.expires_at > at)
    return (await work.session.execute(statement.returning(PasswordReset.user_id))).first() is not None


async def unscoped_drop_link(work: Work, user_id: UUID) -> None:
    """Whatever link the person has works no more."""
    await work.session.execute(delete(PasswordReset).where(PasswordReset.user_id == user_id))
