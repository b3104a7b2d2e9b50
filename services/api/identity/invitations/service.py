"""Inviting people: the invitation, its mail, and withdrawing it."""

from datetime import timedelta
from uuid import UUID

from services.api.identity.dependencies import Identity
from services.api.identity.invitations import repository
from services.api.identity.invitations.domain import (
    LIFE,
    MOST_MAILS_AN_HOUR,
    MOST_MAILS_EACH,
    is_open,
    new_token,
    seal_context,
)
from services.api.identity.invitations.errors import AlreadyInvited, AlreadyMember, SentTooOften, TooManyInvitations
from services.api.identity.invitations.models import Invitation
from services.api.identity.invitations.schemas import InvitationCreate
from services.api.identity.members import repository as members
from services.api.identity.members.errors import RoleBeyondYours
from services.api.identity.policy import may_give
from services.contracts.envelope import Subject
from services.contracts.events.identity import InvitationRevoked, InvitationSent
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.problems import NotFound, Unauthenticated
from services.kit.seal import digest
from services.kit.work import Work

HOUR = timedelta(hours=1)


async def invite(work: Work, identity: Identity, *, wanted: InvitationCreate) -> Invitation:
    """Invite an address into the workspace; the token leaves in the mail only.

    Raises:
        RoleBeyondYours: the role is above the inviter's own.
        AlreadyMember: the address belongs to a member.
        AlreadyInvited: an invitation to it is open.
        TooManyInvitations: the workspace has sent as many as it may within an hour.
    """
    if work.actor.user_id is None:
        raise Unauthenticated
    if not may_give(work.actor.role, wanted.role):
        raise RoleBeyondYours
    if await members.has_address(work, wanted.email):
        raise AlreadyMember
    earlier = await repository.open_for_address(work, wanted.email)
    if earlier is not None:
        if earlier.expires_at > now():
            raise AlreadyInvited
        earlier.revoked_at = now()
        await work.session.flush()
    invitation = Invitation(
        workspace_id=work.workspace_id,
        id=new_id(),
        email=wanted.email,
        role=wanted.role,
        invited_by=work.actor.user_id,
        sent_count=0,
    )
    await _send(work, identity, invitation)
    return invitation


async def resend(work: Work, identity: Identity, *, invitation_id: UUID) -> Invitation:
    """Mail an invitation again, with a new link that lives for seven days; the earlier one works no more.

    Raises:
        NotFound: there is no such open invitation.
        RoleBeyondYours: its role is above the actor's own.
        SentTooOften: it was mailed as often as one may be.
        TooManyInvitations: the workspace has sent as many as it may within an hour.
    """
    invitation = await repository.open_invitation(work, invitation_id)
    if invitation is None or work.actor.user_id is None:
        raise NotFound
    if not may_give(work.actor.role, invitation.role):
        raise RoleBeyondYours
    if invitation.sent_count >= MOST_MAILS_EACH:
        raise SentTooOften
    invitation.invited_by = work.actor.user_id
    await _send(work, identity, invitation)
    return invitation


async def revoke(work: Work, *, invitation_id: UUID) -> None:
    """Withdraw an invitation; its link works no more.

    Raises:
        NotFound: there is no such open invitation.
    """
    invitation = await repository.open_invitation(work, invitation_id)
    if invitation is None:
        raise NotFound
    invitation.revoked_at = now()
    await work.session.flush()
    revoked = InvitationRevoked(role=invitation.role, email=invitation.email)
    work.record(revoked, subject=_subject(invitation), sequence=invitation.version)


def is_live(invitation: Invitation | repository.Offer) -> bool:
    """Whether it can be accepted now."""
    return is_open(
        accepted_at=invitation.accepted_at,
        revoked_at=invitation.revoked_at,
        expires_at=invitation.expires_at,
        at=now(),
    )


async def _send(work: Work, identity: Identity, invitation: Invitation) -> None:
    if await repository.sent_since(work, now() - HOUR) >= MOST_MAILS_AN_HOUR:
        raise TooManyInvitations
    token = new_token(work.workspace_id)
    invitation.token_hash = digest(token)
    invitation.sent_at = now()
    invitation.sent_count += 1
    invitation.expires_at = invitation.sent_at + LIFE
    work.session.add(invitation)
    await work.session.flush()
    workspace_name, inviter_name = await repository.names_for_mail(work, invitation.invited_by)
    sent = InvitationSent(
        role=invitation.role,
        email=invitation.email,
        workspace_name=workspace_name,
        invited_by=invitation.invited_by,
        inviter_name=inviter_name,
        expires_at=invitation.expires_at,
        sealed_token=identity.mail_sealer.seal(token, context=seal_context(invitation.id)),
    )
    work.record(sent, subject=_subject(invitation), sequence=invitation.version)


def _subject(invitation: Invitation) -> Subject:
    return Subject(kind="invitation", id=invitation.id)
