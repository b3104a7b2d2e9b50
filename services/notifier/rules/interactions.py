"""A customer wrote: the people of the project hear of it, else those who work for the customer, its owner, and
whoever watches the customer, the project or the conversation."""

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


def concerns(envelope: Envelope) -> Concerns | None:
    """Inbound only: what we sent ourselves is no news to us."""
    interaction = read(InteractionRecorded, envelope)
    if interaction.direction != "inbound":
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
    """Project people, the customer's owner and watchers; out-of-office replies and the like stay inside the product."""
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
    subject = interaction.subject
    kind = CHANNEL_WORDS.get(interaction.channel, "a message")
    customer = picture.customer.name if picture.customer else ""
    named = [picture.projects[i].name for i in interaction.project_ids if i in picture.projects]
    return Notice(
        subject=f"{sender}: {subject}" if subject else f"New from {sender}",
        headline=f"{sender} sent {kind}: {subject}" if subject else f"{sender} sent {kind}.",
        context=" · ".join(name for name in (customer, *named) if name),
        quote=interaction.snippet,
        quoted_name=sender,
        link=Link("interaction", envelope.subject.id),
        button="Open the conversation",
        reason=reason_of(picture, member),
    )
