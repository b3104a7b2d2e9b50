"""What people do with interactions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.customers.contacts import service as contacts
from services.api.interactions import events, repository
from services.api.interactions.attendance import require_participants
from services.api.interactions.belonging import tell_matched, tell_moved
from services.api.interactions.errors import contact_of_another_customer
from services.api.interactions.glance import InteractionAtHand
from services.api.interactions.mail.message_ids import message_id_in
from services.api.interactions.mail.plain import snippet, text_of_html
from services.api.interactions.mail.sanitise import sanitise
from services.api.interactions.models import Interaction, Participant
from services.api.interactions.placing import Whole, show, tell_recorded, tell_updated
from services.api.interactions.privacy import restriction
from services.api.interactions.schemas import InteractionCreate, InteractionUpdate, ParticipantGiven
from services.api.interactions.threads import service as threads
from services.api.projects import service as projects
from services.api.search.service import forget
from services.api.timeline.service import remove_from_timelines
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.kit.clock import now
from services.kit.gathering import complete
from services.kit.problems import NotFound, UnknownReference
from services.kit.work import Work

#: A change of these shows an interaction elsewhere.
PLACES = frozenset({"customer_id", "contact_id", "project_ids"})


async def record_interaction(work: Work, *, given: InteractionCreate) -> Whole:
    """Record a call, a meeting, a note or any other exchange; nothing is sent.

    Raises:
        UnknownReference: a customer, contact, project, member or thread is not there.
    """
    values = given.model_dump(mode="python", exclude={"project_ids", "participants", "thread_id"})
    values.update(_texts(values))
    thread = await _thread(work, given)
    values["customer_id"] = await fitting_customer(work, customer_id=given.customer_id, contact_id=given.contact_id)
    await require_participants(work, given.participants)
    interaction = complete(
        Interaction(
            workspace_id=work.workspace_id,
            **values,
            author_id=work.actor.user_id,
            thread_id=thread.id,
            restricted_to=await restriction(work, given.project_ids),
        )
    )
    participants = [_participant(work, interaction, index, one) for index, one in enumerate(given.participants)]
    whole = Whole(interaction, participants, project_ids=sorted(given.project_ids))
    await keep(work, whole)
    tell_recorded(work, whole)
    if _message_id(given) and interaction.customer_id is not None and not thread.is_new:
        # Answers to it that came before it was recorded.
        await settle_thread(work, interaction, project_ids=whole.project_ids or None)
    return whole


async def change_interaction(
    work: Work, *, interaction_id: UUID, change: InteractionUpdate, expected_version: int | None = None
) -> Whole:
    """Correct what was recorded, or move it to another customer or project by hand.

    Raises:
        NotFound: the actor sees no such interaction.
        PreconditionFailed: it changed since `expected_version`.
    """
    whole = await whole_for_change(work, interaction_id=interaction_id)
    interaction = whole.interaction
    check_version(expected_version, interaction.version)
    values = change.given()
    if "customer_id" in values or "contact_id" in values:
        values |= await _belonging(work, interaction, values)
    if "text" in values or "html" in values:
        values |= _texts({"text": interaction.text, **values})
    project_ids = values.pop("project_ids", None)
    changed = apply(values, interaction)
    if project_ids is not None and sorted(project_ids) != whole.project_ids:
        await move_to_projects(work, whole, project_ids)
        changed.append("project_ids")
    if changed:
        await _renew(work, whole, changed)
    if "matched_by" in changed and interaction.customer_id is not None:
        await tell_matched(work, [interaction.id])
    return whole


async def delete_interaction(work: Work, *, interaction_id: UUID, expected_version: int | None = None) -> None:
    """Delete an interaction from every timeline.

    Raises:
        NotFound: the actor sees no such interaction.
        PreconditionFailed: it changed since `expected_version`.
    """
    interaction = await repository.interaction_for_change(work, interaction_id=interaction_id)
    if interaction is None:
        raise NotFound
    check_version(expected_version, interaction.version)
    await remove_from_timelines(work, thing_id=interaction_id)
    await forget(work, thing_id=interaction_id)
    work.record(events.deleted(interaction), subject=events.subject(interaction), sequence=interaction.version + 1)
    await work.session.delete(interaction)
    await work.session.flush()


async def whole_for_change(work: Work, *, interaction_id: UUID) -> Whole:
    """An interaction, locked, with everything that hangs on it.

    Raises:
        NotFound: the actor sees no such interaction.
    """
    interaction = await repository.interaction_for_change(work, interaction_id=interaction_id)
    if interaction is None:
        raise NotFound
    return await whole_of(work, interaction)


async def whole_of(work: Work, interaction: Interaction) -> Whole:
    """Everything that hangs on an interaction in hand."""
    return Whole(
        interaction,
        participants=await repository.participants_of(work, interaction_id=interaction.id),
        attachments=await repository.attachments_of(work, interaction_id=interaction.id),
        project_ids=await repository.project_ids_of(work, interaction_id=interaction.id),
    )


async def keep(work: Work, whole: Whole) -> None:
    """Store a new interaction with what hangs on it, and show it."""
    repository.add_interaction(work, whole.interaction, participants=whole.participants, attachments=whole.attachments)
    repository.add_projects(work, interaction_id=whole.interaction.id, project_ids=whole.project_ids)
    await show(work, whole, is_new=True)


async def belong_to(
    work: Work, whole: Whole, *, values: dict[str, Any], project_ids: Sequence[UUID] | None = None
) -> None:
    """Give an interaction to a customer (`customer_id`, `contact_id`, `matched_by`) and say so."""
    changed = apply(values, whole.interaction)
    if project_ids is not None and sorted(project_ids) != whole.project_ids:
        await move_to_projects(work, whole, project_ids)
        changed.append("project_ids")
    if changed:
        await _renew(work, whole, changed)
    if whole.interaction.customer_id is not None:
        await tell_matched(work, [whole.interaction.id])


async def move_to_projects(work: Work, whole: Whole, project_ids: Sequence[UUID]) -> None:
    """Make these its projects, and with them who may see it."""
    whole.interaction.restricted_to = await restriction(work, project_ids)
    await repository.replace_projects(work, interaction_id=whole.interaction.id, project_ids=project_ids)
    whole.project_ids = sorted(project_ids)


async def projects_of_mail(
    work: Work, *, thread_id: UUID | None, customer_id: UUID | None, addressed: Sequence[UUID] = ()
) -> list[UUID]:
    """The projects it was sent to and those of its thread; where there are none, the customer's open project, if it is
    one. The thread of a first mail is None."""
    if customer_id is None:
        return list(addressed)
    of_thread = (
        await threads.projects_of_thread(work, thread_id=thread_id, customer_id=customer_id) if thread_id else []
    )
    return list(dict.fromkeys((*addressed, *of_thread))) or await only_open_project(work, customer_id)


async def only_open_project(work: Work, customer_id: UUID) -> list[UUID]:
    """The customer's open project, if it is one."""
    found = await projects.open_projects_of(work, customer_id)
    return found if len(found) == 1 else []


async def settle_thread(
    work: Work, interaction: Interaction, *, project_ids: Sequence[UUID] | None = None
) -> list[UUID]:
    """Mails of the thread that came before anybody knew the customer belong to it now."""
    settled = []
    if project_ids is None:
        project_ids = await projects_of_mail(work, thread_id=interaction.thread_id, customer_id=interaction.customer_id)
    for earlier in await threads.unmatched_of_thread(work, thread_id=interaction.thread_id):
        if earlier.id == interaction.id:
            continue
        values = {"customer_id": interaction.customer_id, "matched_by": "thread"}
        await belong_to(work, await whole_of(work, earlier), values=values, project_ids=project_ids)
        settled.append(earlier.id)
    return settled


async def _renew(work: Work, whole: Whole, changed: Sequence[str]) -> None:
    whole.interaction.updated_at = now()
    await work.session.flush()
    await show(work, whole)
    if PLACES & set(changed):
        await tell_moved(work, InteractionAtHand(whole.interaction, whole.project_ids))
    tell_updated(work, whole, changed)


async def _thread(work: Work, given: InteractionCreate) -> threads.MailThread:
    """The given thread or a new one; a mail goes, like one that was read, where its Message-ID leads."""
    message_id = _message_id(given)
    if message_id:
        await threads.lock_threads(work)
    if given.thread_id is not None and not await repository.has_thread(work, thread_id=given.thread_id):
        raise UnknownReference("/thread_id")
    named = [given.thread_id] if given.thread_id is not None else []
    if not message_id:
        return await threads.join_thread(work, found=named)
    asked = threads.threads_of_mail(message_ids=[message_id])
    thread = await threads.join_thread(work, found=[*named, *(await work.session.ask(asked))[asked]])
    threads.remember(work, message_ids=[message_id], thread_id=thread.id)
    return thread


def _message_id(given: InteractionCreate) -> str | None:
    """The Message-ID of a mail, where its `external_id` is one."""
    return message_id_in(given.external_id) if given.channel == "email" and given.external_id else None


async def fitting_customer(work: Work, *, customer_id: UUID | None, contact_id: UUID | None) -> UUID | None:
    """The customer, taken from the contact where only that is given.

    Raises:
        UnknownReference: the contact is not there.
        Invalid: the contact works for another customer.
    """
    if contact_id is None:
        return customer_id
    employer = await contacts.customer_of_contact(work, contact_id=contact_id)
    if customer_id is not None and customer_id != employer:
        raise contact_of_another_customer()
    return employer


async def _belonging(work: Work, interaction: Interaction, values: dict[str, Any]) -> dict[str, Any]:
    """Customer and contact that fit each other; a mail that a person moves is matched by hand."""
    contact_id = values.get("contact_id", interaction.contact_id)
    if "customer_id" in values and values["customer_id"] != interaction.customer_id and "contact_id" not in values:
        contact_id = None
    customer_id = values.get("customer_id", interaction.customer_id)
    if contact_id is not None:
        customer_id = await fitting_customer(work, customer_id=values.get("customer_id"), contact_id=contact_id)
    is_hand = customer_id is not None and interaction.channel == "email"
    matched_by = "hand" if is_hand else None
    return {"customer_id": customer_id, "contact_id": contact_id, "matched_by": matched_by}


def _texts(values: dict[str, Any]) -> dict[str, Any]:
    """Harmless HTML, text where only HTML was given, and the first words."""
    html = values.get("html")
    text = values["text"] or (text_of_html(html) if html else "")
    texts = {"text": text, "snippet": snippet(text)}
    return texts | {"html": sanitise(html) if html else None} if "html" in values else texts


def _participant(work: Work, interaction: Interaction, position: int, given: ParticipantGiven) -> Participant:
    return Participant(
        workspace_id=work.workspace_id, interaction_id=interaction.id, position=position, **given.model_dump()
    )
