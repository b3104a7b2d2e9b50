"""A sign-in of this person may be in other hands: they hear of it whatever their switch says."""

from services.contracts.envelope import Envelope
from services.contracts.events.identity import SessionReuseDetected
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import by_all_channels


def concerns(envelope: Envelope) -> Concerns | None:
    """The person themselves."""
    return Concerns(user_ids=frozenset([read(SessionReuseDetected, envelope).user_id]))


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """Also when they are named as the cause: it may not have been them."""
    member = picture.members.get(read(SessionReuseDetected, envelope).user_id)
    if member is None:
        return []
    notice = Notice(
        subject="We signed you out to protect your account",
        headline="A sign-in of yours was used a second time, so we ended it everywhere.",
        context="It may have been copied. Sign in again, and change your password if you did not expect this.",
        link=Link("user", member.user_id),
        button="Sign in and check",
        reason="You get this because it concerns the safety of your account.",
        is_transactional=True,
    )
    return by_all_channels(member, notice)
