"""Where an interaction shows: on timelines, in search, and in what others are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.api.customers import service as customers
from services.api.interactions import events
from services.api.interactions.domain import title_of
from services.api.interactions.models import Attachment, Interaction, Participant
from services.api.search.service import Findable, make_findable
from services.api.timeline.service import TimelineSubject, TimelineThing, place_on_timelines
from services.contracts.payload import Payload
from services.kit.work import Work


@dataclass
class Whole:
    """An interaction with everything that hangs on it."""

    interaction: Interaction
    participants: list[Participant] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    project_ids: list[UUID] = field(default_factory=list)


async def show(work: Work, whole: Whole, *, is_new: bool = False) -> None:
    """Write its timeline and search entries anew, and when its customer was last in touch."""
    interaction = whole.interaction
    title = title_of(interaction.channel, interaction.subject, interaction.text)
    thing = TimelineThing(
        type="interaction",
        id=interaction.id,
        occurred_at=interaction.occurred_at,
        summary=_summary(whole, title),
        restricted_to=interaction.restricted_to,
    )
    await place_on_timelines(work, thing=thing, subjects=_subjects(whole), is_new=is_new)
    people = [word for person in whole.participants for word in (person.name, person.address) if word]
    files = [file.file_name for file in whole.attachments]
    record = Findable(
        type="interaction",
        id=interaction.id,
        title=title,
        body="\n".join([" ".join(people), " ".join(files), interaction.text_full or interaction.text]),
        restricted_to=interaction.restricted_to,
    )
    await make_findable(work, record=record)
    if interaction.customer_id is not None and _is_customer_speaking(interaction):
        await customers.note_interaction(work, customer_id=interaction.customer_id, occurred_at=interaction.occurred_at)


def _is_customer_speaking(interaction: Interaction) -> bool:
    """Neither a program, nor a stranger who knows no more than the address of a project."""
    is_stranger = interaction.matched_by == "project" and interaction.contact_id is None
    return not interaction.is_automatic and not is_stranger


def tell_recorded(work: Work, whole: Whole) -> UUID:
    """Record that it took place; returns the event's id."""
    payload = events.recorded(whole.interaction, participants=whole.participants, project_ids=whole.project_ids)
    return _tell(work, whole, payload)


def tell_updated(work: Work, whole: Whole, changed: Sequence[str]) -> UUID:
    """Record what changed; returns the event's id."""
    payload = events.updated(
        whole.interaction, participants=whole.participants, project_ids=whole.project_ids, changed=sorted(changed)
    )
    return _tell(work, whole, payload)


def _tell(work: Work, whole: Whole, payload: Payload) -> UUID:
    restricted_to = whole.interaction.restricted_to
    project_id = next(iter(restricted_to or whole.project_ids), None)
    return work.record(
        payload,
        subject=events.subject(whole.interaction),
        sequence=whole.interaction.version,
        project_id=project_id,
        is_private=restricted_to is not None,
    )


def _subjects(whole: Whole) -> list[TimelineSubject]:
    interaction = whole.interaction
    contact_ids = [interaction.contact_id, *(person.contact_id for person in whole.participants)]
    subjects = [TimelineSubject("customer", interaction.customer_id)] if interaction.customer_id else []
    subjects += [TimelineSubject("contact", contact_id) for contact_id in dict.fromkeys(contact_ids) if contact_id]
    return subjects + [TimelineSubject("project", project_id) for project_id in whole.project_ids]


def _summary(whole: Whole, title: str) -> dict[str, object]:
    interaction = whole.interaction
    sender = events.sender_of(whole.participants)
    return {
        "title": title,
        "snippet": interaction.snippet,
        "channel": interaction.channel,
        "direction": interaction.direction,
        "actor_name": (sender.name or sender.address) if sender else None,
        "customer_id": str(interaction.customer_id) if interaction.customer_id else None,
        "project_ids": [str(project_id) for project_id in whole.project_ids],
        "is_automatic": interaction.is_automatic,
        "automatic_kind": interaction.automatic_kind,
        "thread_id": str(interaction.thread_id),
    }
