from collections.abc import Sequence
from uuid import UUID

from services.api.interactions.models import Interaction, Participant
from services.contracts.envelope import Subject
from services.contracts.events.interactions import InteractionDeleted, InteractionRecorded, InteractionUpdated


def subject(interaction: Interaction) -> Subject:
    """How events name this interaction."""
    return Subject(kind="interaction", id=interaction.id)


def recorded(
    interaction: Interaction, *, participants: Sequence[Participant], project_ids: Sequence[UUID]
) -> InteractionRecorded:
    """What others learn of a new interaction."""
    return InteractionRecorded(**_facts(interaction, participants, project_ids))


def updated(
    interaction: Interaction, *, participants: Sequence[Participant], project_ids: Sequence[UUID], changed: list[str]
) -> InteractionUpdated:
    """What others learn of a change."""
    return InteractionUpdated(**_facts(interaction, participants, project_ids), changed=changed)


def deleted(interaction: Interaction) -> InteractionDeleted:
    """What others learn of a deletion."""
    return InteractionDeleted(channel=interaction.channel)


def sender_of(participants: Sequence[Participant]) -> Participant | None:
    """Who it came from, where that is known; of several authors the first whom we know as a contact."""
    authors = [person for person in participants if person.role == "from"]
    return next((person for person in authors if person.contact_id), next(iter(authors), None))


def _facts(
    interaction: Interaction, participants: Sequence[Participant], project_ids: Sequence[UUID]
) -> dict[str, object]:
    sender = sender_of(participants)
    return {
        "channel": interaction.channel,
        "direction": interaction.direction,
        "occurred_at": interaction.occurred_at,
        "customer_id": interaction.customer_id,
        "contact_id": interaction.contact_id,
        "project_ids": list(project_ids),
        "thread_id": interaction.thread_id,
        "is_automatic": interaction.is_automatic,
        "automatic_kind": interaction.automatic_kind,
        "matched_by": interaction.matched_by,
        "subject": interaction.subject or "",
        "snippet": interaction.snippet,
        "from_name": (sender.name if sender else None) or "",
        "from_address": (sender.address if sender else None) or "",
        "bounced_addresses": interaction.bounced_addresses or [],
    }
