"""A message belongs to no customer yet: those who look after the workspace find it in the product."""

from services.contracts.envelope import Envelope
from services.contracts.events.inbound import InboundMessageUnmatched
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import in_app_only, told


def concerns(_envelope: Envelope) -> Concerns | None:
    """Owners and admins."""
    return Concerns(has_admins=True)


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """In the product only: a flood of strangers' mail must not become a flood of ours."""
    message = read(InboundMessageUnmatched, envelope)
    sender = message.from_address or "an unknown sender"
    notice = Notice(
        subject=f"No customer yet for a message from {sender}",
        headline=f"A message from {sender} belongs to no customer yet.",
        context=message.subject,
        link=Link("inbound_message", envelope.subject.id),
        button="Match it",
        reason="You get this because you look after this workspace.",
    )
    planned: list[PlannedDelivery] = []
    for member in told(envelope, picture, [admin.user_id for admin in picture.admins]):
        planned += in_app_only(member, notice)
    return planned
