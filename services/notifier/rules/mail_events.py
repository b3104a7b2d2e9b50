"""Mail to a contact came back for good, or was taken for spam: those who work for the customer hear of it."""

from services.contracts.envelope import Envelope
from services.contracts.events.inbound import MailEventReceived
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import in_app_only, told


def concerns(envelope: Envelope) -> Concerns | None:
    """Only what ends a way to reach a known person; a mail that is late, read or clicked is no news."""
    event = read(MailEventReceived, envelope)
    is_lost = event.kind == "complaint" or (event.kind == "bounce" and event.is_permanent)
    if not is_lost or event.customer_id is None:
        return None
    return Concerns(customer_id=event.customer_id, has_open_projects=True)


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """The customer's owner and the people of its open projects, in the product only."""
    event = read(MailEventReceived, envelope)
    on_projects = [user_id for project in picture.projects.values() for user_id in sorted(project.member_ids)]
    owner = [picture.customer.owner_id] if picture.customer and picture.customer.owner_id else []
    notice = _notice(envelope, event, picture)
    planned: list[PlannedDelivery] = []
    for member in told(envelope, picture, [*owner, *on_projects]):
        planned += in_app_only(member, notice)
    return planned


def _notice(envelope: Envelope, event: MailEventReceived, picture: Picture) -> Notice:
    customer = picture.customer.name if picture.customer else ""
    address = event.recipient or "a contact"
    is_complaint = event.kind == "complaint"
    fact = f"{address} marked a mail of ours as spam" if is_complaint else f"Mail to {address} comes back"
    way_out = "Ask them how they want to hear from you." if is_complaint else "Ask for the right address."
    return Notice(
        subject=fact,
        headline=f"{fact}. {way_out}",
        context=customer,
        quote=event.detail,
        link=Link("contact", event.contact_id) if event.contact_id else Link("inbound_message", envelope.subject.id),
        button="Open the contact",
        reason=f"You get this because you work for {customer or 'this customer'}.",
    )
