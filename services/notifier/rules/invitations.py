"""Somebody is invited: they are mailed a link, though they are no member yet."""

from services.contracts.envelope import Envelope
from services.contracts.events.identity import InvitationSent
from services.notifier.notices import EMAIL, Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.reading import read
from services.notifier.rendering.plain import one_line

# Names are the inviter's choice, and the mail goes to a stranger: no more of them than a name needs.
NAME_LENGTH = 60
ROLE_WORDS = {
    "owner": "an owner",
    "admin": "an admin",
    "manager": "a project manager",
    "member": "a member",
    "viewer": "a viewer",
}


def concerns(_envelope: Envelope) -> Concerns | None:
    """Everything is in the event."""
    return Concerns()


def deliveries(envelope: Envelope, _picture: Picture) -> list[PlannedDelivery]:
    """One mail to the address; where the address was erased, none."""
    invitation = read(InvitationSent, envelope)
    if not invitation.email:
        return []
    inviter = one_line(invitation.inviter_name, NAME_LENGTH) or "A colleague"
    workspace = one_line(invitation.workspace_name, NAME_LENGTH)
    notice = Notice(
        subject=f"{inviter} invites you to {workspace}",
        headline=f"{inviter} invites you to work in {workspace} on Rapport.",
        context=f"You would be {ROLE_WORDS.get(invitation.role, 'a member')}. "
        f"The link works once, until {invitation.expires_at:%-d %B %Y}.",
        link=Link("invitation", envelope.subject.id),
        button="Look at the invitation",
        reason="You get this because somebody entered your address. If you do not know them, simply do nothing.",
        is_transactional=True,
        sealed_token=invitation.sealed_token,
        to_address=invitation.email,
    )
    return [PlannedDelivery(envelope.subject.id, EMAIL, notice)]
