"""Accepting an invitation: before any workspace is known, so these use cases open their own transactions.

Who holds the token has read the mail, and so owns the address. The address alone is worth nothing: somebody who signed
up with it elsewhere joins with the token as everybody does.
"""

from dataclasses import dataclass
from uuid import UUID

from services.api.identity.accounts import repository as accounts
from services.api.identity.accounts.errors import weak_password
from services.api.identity.accounts.models import User
from services.api.identity.dependencies import Identity
from services.api.identity.invitations import repository
from services.api.identity.invitations.domain import workspace_of
from services.api.identity.invitations.errors import AccountExists, AlreadyMember, InvitationUnknown, OtherAccount
from services.api.identity.invitations.models import Invitation
from services.api.identity.invitations.repository import Offer
from services.api.identity.invitations.schemas import InvitationAcceptance, InvitationOffer
from services.api.identity.invitations.service import is_live
from services.api.identity.members.models import Member
from services.api.identity.members.repository import unscoped_membership_row
from services.api.identity.members.service import joined
from services.api.identity.sessions import signing
from services.api.identity.sessions.domain import Caller
from services.api.identity.sessions.errors import SigningBusy
from services.api.identity.sessions.repository import unscoped_membership
from services.api.identity.sessions.service import Session, open_session
from services.contracts.envelope import Subject
from services.contracts.events.identity import InvitationAccepted
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.correlation import correlation_id
from services.kit.ids import new_id
from services.kit.passwords import HashingBusy
from services.kit.problems import FieldError, Invalid
from services.kit.seal import digest
from services.kit.weak_passwords import weakness
from services.kit.work import Work


@dataclass(frozen=True, slots=True)
class Joining:
    """Who joins: an account there is, or one to be opened with this password, hashed."""

    user_id: UUID
    name: str
    new_password_hash: str | None = None


async def look(identity: Identity, token: str) -> InvitationOffer:
    """What the link invites to; changes nothing.

    Raises:
        InvitationUnknown: it invites to nothing (any more).
    """
    offer = await _offer(identity, token)
    known = await accounts.unscoped_credentials(identity.database.reader, offer.email)
    return InvitationOffer.model_validate(
        {
            "workspace_name": offer.workspace_name,
            "inviter_name": offer.inviter_name,
            "email": offer.email,
            "role": offer.role,
            "expires_at": offer.expires_at,
            "has_account": known is not None,
        }
    )


async def accept(identity: Identity, *, wanted: InvitationAcceptance, actor: Actor | None, caller: Caller) -> Session:
    """Become a member and open a session there.

    Raises:
        InvitationUnknown: the link invites to nothing (any more).
        OtherAccount: somebody else is signed in.
        AccountExists: the address has an account, and no password came.
        WrongCredentials: the password is not that account's.
        Invalid: a new account needs a name and a password that is hard to guess.
        AlreadyMember: they are a member by now.
    """
    offer = await _offer(identity, wanted.token)
    joining = await _who(identity, offer, wanted, actor=actor, caller=caller)
    workspace_id = workspace_of(wanted.token)
    assert workspace_id is not None
    person = Actor(workspace_id=workspace_id, kind="user", name=joining.name, user_id=joining.user_id, role=offer.role)
    async with identity.database.work(person, correlation_id=correlation_id()) as work:
        invitation = await repository.invitation_by_token(work, digest(wanted.token))
        if invitation is None or not is_live(invitation):
            raise InvitationUnknown
        await _join(work, invitation, joining)
        membership = await unscoped_membership(work, joining.user_id)
        if membership is None:
            raise InvitationUnknown
        return await open_session(work, membership=membership, caller=caller)


async def _offer(identity: Identity, token: str) -> Offer:
    workspace_id = workspace_of(token)
    if workspace_id is None:
        raise InvitationUnknown
    offer = await repository.unscoped_offer(identity.database.reader, workspace_id, digest(token))
    if offer is None or not is_live(offer):
        raise InvitationUnknown
    return offer


async def _who(
    identity: Identity, offer: Offer, wanted: InvitationAcceptance, *, actor: Actor | None, caller: Caller
) -> Joining:
    known = await accounts.unscoped_credentials(identity.database.reader, offer.email)
    if actor is not None:
        if known is None or actor.kind != "user" or actor.user_id != known.user_id:
            raise OtherAccount
        return Joining(known.user_id, known.name)
    if known is None:
        return await _somebody_new(identity, offer, wanted)
    if wanted.password is None:
        raise AccountExists
    checked, _ = await signing.checked(identity, offer.email, wanted.password, caller=caller)
    return Joining(checked.user_id, checked.name)


async def _somebody_new(identity: Identity, offer: Offer, wanted: InvitationAcceptance) -> Joining:
    missing = [
        FieldError(f"/{field}", "missing", "Fill this in to open your account.")
        for field, given in (("name", wanted.name), ("password", wanted.password))
        if given is None
    ]
    if missing or wanted.name is None or wanted.password is None:
        raise Invalid(errors=missing)
    flaw = weakness(wanted.password, personal=(offer.email, wanted.name, offer.workspace_name))
    if flaw is not None:
        raise weak_password(flaw)
    try:
        password_hash = await identity.passwords.hash(wanted.password)
    except HashingBusy:
        raise SigningBusy from None
    return Joining(new_id(), wanted.name, password_hash)


async def _join(work: Work, invitation: Invitation, joining: Joining) -> None:
    if joining.new_password_hash is not None:
        work.session.add(
            User(
                id=joining.user_id,
                email=invitation.email,
                name=joining.name,
                password_hash=joining.new_password_hash,
            )
        )
        await work.session.flush()
    member = await unscoped_membership_row(work, joining.user_id)
    if member is None:
        member = Member(workspace_id=work.workspace_id, user_id=joining.user_id, role=invitation.role)
        work.session.add(member)
    elif member.left_at is None:
        raise AlreadyMember
    member.role, member.left_at = invitation.role, None
    invitation.accepted_at = now()
    await work.session.flush()
    user = await work.session.get_one(User, joining.user_id)
    accepted = InvitationAccepted(
        role=invitation.role, email=invitation.email, user_id=user.id, invited_by=invitation.invited_by
    )
    work.record(accepted, subject=Subject(kind="invitation", id=invitation.id), sequence=invitation.version)
    joined(work, user=user, member=member)
