"""Stored invitations. Looking one up by its token starts before anybody is known; those reads are `unscoped_`."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from services.api.identity.accounts.models import User, Workspace
from services.api.identity.invitations.models import Invitation
from services.api.identity.members.models import Member
from services.kit.listing import Listing, Sort, instant
from services.kit.reads import Read, Reader, fence
from services.kit.work import Work

OPEN = Invitation.accepted_at.is_(None) & Invitation.revoked_at.is_(None)

INVITATIONS = Listing(
    source=Invitation.__table__,
    fields={
        "id": Invitation.id,
        "email": Invitation.email,
        "role": Invitation.role,
        "invited_by": Invitation.invited_by,
        "sent_at": instant(Invitation.sent_at),
        "expires_at": instant(Invitation.expires_at),
        "created_at": instant(Invitation.created_at),
        "updated_at": instant(Invitation.updated_at),
        "version": Invitation.version,
    },
    identity=Invitation.id,
    where=(Invitation.workspace_id == fence(), OPEN),
    sorts={"created_at": Sort(Invitation.created_at), "email": Sort(func.lower(Invitation.email))},
    filters={},
    version=Invitation.version,
)

_OFFER = Read(
    select(
        Invitation.id,
        Invitation.email,
        Invitation.role,
        Invitation.expires_at,
        Invitation.accepted_at,
        Invitation.revoked_at,
        Workspace.name.label("workspace_name"),
        User.name.label("inviter_name"),
    )
    .join(Workspace, Workspace.id == Invitation.workspace_id)
    .join(User, User.id == Invitation.invited_by)
    .where(
        Invitation.workspace_id == fence(),
        Invitation.token_hash == bindparam("token_hash"),
        Workspace.closed_at.is_(None),
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation's link leads to."""

    id: UUID
    email: str
    role: str
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    workspace_name: str
    inviter_name: str


async def unscoped_offer(reader: Reader, workspace_id: UUID, token_hash: bytes) -> Offer | None:
    """The invitation of a token, in whatever state it is."""
    rows = await reader.rows(_OFFER, workspace_id, token_hash=token_hash)
    return Offer(**rows[0]) if rows else None


async def invitation_by_token(work: Work, token_hash: bytes) -> Invitation | None:
    """The invitation of a token, locked, so that of twenty who accept it one does."""
    statement = (
        select(Invitation)
        .where(Invitation.workspace_id == work.workspace_id, Invitation.token_hash == token_hash)
        .with_for_update()
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def open_invitation(work: Work, invitation_id: UUID) -> Invitation | None:
    """An invitation that was neither accepted nor revoked, locked."""
    statement = (
        select(Invitation)
        .where(Invitation.workspace_id == work.workspace_id, Invitation.id == invitation_id, OPEN)
        .with_for_update()
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def open_for_address(work: Work, email: str) -> Invitation | None:
    """The open invitation to an address, however it is capitalised, locked."""
    statement = (
        select(Invitation)
        .where(
            Invitation.workspace_id == work.workspace_id,
            func.lower(Invitation.email) == email.lower(),
            OPEN,
        )
        .with_for_update()
    )
    return (await work.session.execute(statement)).scalar_one_or_none()


async def sent_since(work: Work, moment: datetime) -> int:
    """How many invitations of the workspace were mailed since then."""
    statement = select(func.count()).where(Invitation.workspace_id == work.workspace_id, Invitation.sent_at >= moment)
    return int((await work.session.execute(statement)).scalar_one())


async def names_for_mail(work: Work, inviter_id: UUID) -> tuple[str, str]:
    """The workspace's name and the inviter's."""
    statement = (
        select(Workspace.name, User.name)
        .join(Member, Member.workspace_id == Workspace.id)
        .join(User, User.id == Member.user_id)
        .where(Member.workspace_id == work.workspace_id, Member.user_id == inviter_id)
    )
    workspace, inviter = (await work.session.execute(statement)).one()
    return workspace, inviter
