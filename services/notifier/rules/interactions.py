"""A customer wrote: the people of the project hear of it, else those who work for the customer, its owner, and
whoever watches the customer, the project or the conversation. What a program wrote is told as that, and never by mail.
"""

from services.contracts.envelope import Envelope
from services.contracts.events.interactions import InteractionRecorded
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Member, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import by_all_channels, in_app_only, reason_of, told

CHANNEL_WORDS = {
    "email": "an email",
    "call": "a call",
    "chat": "a message",
    "meeting": "a meeting",
    "portal": "a message",
    "survey": "a survey answer",
    "note": "a note",
}
#: Addresses of a bounce that a headline names.
NAMED = 3


def concerns(envelope: Envelope) -> Concerns | None:
    """Inbound only: what we sent ourselves is no news to us. Nor is it that somebody is away: whoever wrote to them has
    that answer in their own mailbox, and the timeline shows it."""
    interaction = read(InteractionRecorded, envelope)
    if interaction.direction != "inbound" or interaction.automatic_kind == "out_of_office":
        return None
    project_ids = frozenset(interaction.project_ids)
    customer = [interaction.customer_id] if interaction.customer_id else []
    return Concerns(
        project_ids=project_ids,
        customer_id=interaction.customer_id,
        has_open_projects=not project_ids,
        watched_ids=frozenset([*project_ids, *customer, interaction.thread_id]),
    )


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """Project people, the customer's owner and watchers; of automatic mail they hear inside the product."""
    on_projects = [user_id for project in picture.projects.values() for user_id in sorted(project.member_ids)]
    owner = [picture.customer.owner_id] if picture.customer and picture.customer.owner_id else []
    interaction = read(InteractionRecorded, envelope)
    by = in_app_only if interaction.is_automatic else by_all_channels
    planned: list[PlannedDelivery] = []
    for member in told(envelope, picture, [*on_projects, *owner, *picture.watchers]):
        planned += by(member, _notice(envelope, interaction, picture, member))
    return planned


def _notice(envelope: Envelope, interaction: InteractionRecorded, picture: Picture, member: Member) -> Notice:
    sender = interaction.from_name or interaction.from_address or "A customer"
    subject, headline = _words(interaction, sender)
    customer = picture.customer.name if picture.customer else ""
    named = [picture.projects[i].name for i in interaction.project_ids if i in picture.projects]
    return Notice(
        subject=subject,
        headline=headline,
        context=" · ".join(name for name in (customer, *named) if name),
        quote=interaction.snippet,
        quoted_name=sender,
        link=Link("interaction", envelope.subject.id),
        button="Open the conversation",
        reason=reason_of(picture, member),
    )


def _words(interaction: InteractionRecorded, sender: str) -> tuple[str, str]:
    """The subject and the headline."""
    subject = interaction.subject
    if interaction.is_automatic:
        fact = _automatic_fact(interaction, sender)
        return fact, fact
    kind = CHANNEL_WORDS.get(interaction.channel, "a message")
    if not subject:
        return f"New from {sender}", f"{sender} sent {kind}."
    return f"{sender}: {subject}", f"{sender} sent {kind}: {subject}"


def _automatic_fact(interaction: InteractionRecorded, sender: str) -> str:
    """What came, so that nobody takes it for the customer's words. That a mail of ours did not arrive comes first."""
    subject, bounced = interaction.subject, interaction.bounced_addresses
    if interaction.automatic_kind == "bounce":
        others = f" and {len(bounced) - NAMED} more" if len(bounced) > NAMED else ""
        whom = ", ".join(bounced[:NAMED]) + others
        return f"Undelivered: a mail to {whom} came back" if whom else f"Undelivered: {subject or 'a mail came back'}"
    kind = "reply" if interaction.automatic_kind == "auto_reply" else "message"
    return f"Automatic {kind} from {sender}: {subject}" if subject else f"Automatic {kind} from {sender}"
