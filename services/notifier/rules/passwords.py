"""A person's password: the link they asked for, and that it was changed; both whatever their switches say."""

from uuid import UUID

from services.contracts.envelope import Envelope
from services.contracts.events.identity import PasswordChanged, PasswordResetRequested
from services.notifier.notices import EMAIL, Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import by_all_channels


def concerns(envelope: Envelope) -> Concerns | None:
    """The person themselves."""
    return Concerns(user_ids=frozenset([UUID(envelope.data["user_id"])]))


def asked(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """By mail only: who could read it in the product would not need it."""
    request = read(PasswordResetRequested, envelope)
    is_member = request.user_id in picture.members
    if not (is_member or request.email):
        return []
    notice = Notice(
        subject="Set a new password",
        headline="Somebody, probably you, asked for a new password.",
        context="The link works once, for half an hour. If it was not you, do nothing: your password stays as it is.",
        link=Link("password_reset", request.user_id),
        button="Set a new password",
        reason="You get this because it concerns the safety of your account.",
        is_transactional=True,
        sealed_token=request.sealed_token,
        # Who belongs to no workspace any more is known by the event alone.
        to_name="" if is_member else request.name,
        to_address="" if is_member else request.email,
    )
    return [PlannedDelivery(request.user_id, EMAIL, notice)]


def changed(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """Also when they did it themselves: it may not have been them."""
    member = picture.members.get(read(PasswordChanged, envelope).user_id)
    if member is None:
        return []
    notice = Notice(
        subject="Your password was changed",
        headline="Your password was changed, and every other session was signed out.",
        context="If it was not you, set a new password at once: choose “Forgot your password?” where you sign in.",
        link=Link("user", member.user_id),
        button="Look at your sessions",
        reason="You get this because it concerns the safety of your account.",
        is_transactional=True,
    )
    return by_all_channels(member, notice)
