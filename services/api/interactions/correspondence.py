"""Mail becomes interactions: one per mail, on the right thread and the right customer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from pydantic import ValidationError

from services.api.customers.contacts import service as contacts
from services.api.customers.contacts.schemas import ContactCreate
from services.api.interactions import repository
from services.api.interactions.acquaintance import People, first_look, known_of
from services.api.interactions.domain import (
    KnownContact,
    Match,
    match,
    matchable_domains,
    theirs,
)
from services.api.interactions.mail.message import ParsedMail
from services.api.interactions.mail_rows import attachments_of, interaction_of, participants_of
from services.api.interactions.models import Interaction
from services.api.interactions.placing import Whole, tell_recorded
from services.api.interactions.privacy import restriction
from services.api.interactions.service import (
    belong_to,
    fitting_customer,
    keep,
    only_open_project,
    projects_of_mail,
    settle_thread,
    whole_for_change,
    whole_of,
)
from services.api.interactions.threads import service as threads
from services.kit.gathering import complete
from services.kit.mail_names import ascii_address
from services.kit.seal import digest
from services.kit.work import Work


@dataclass(frozen=True)
class RecordedMail:
    """The interaction of a mail; where it belongs to no customer, `reason` says why."""

    interaction: Interaction
    is_new: bool
    reason: str | None = None
    sender_address: str = ""


async def record_mail(
    work: Work, *, mail: ParsedMail, inbound_message_id: UUID | None = None, creates_contacts: bool = False
) -> RecordedMail:
    """Record a mail that came in; the same mail a second time gives the interaction of the first.

    A mail whose customer cannot be told is recorded all the same, and `reason` says why.
    """
    # A mail without an id is the same mail only when the same request is read again.
    identity = mail.message_id or f"request {inbound_message_id}"
    content_digest = digest(f"{identity}\n{mail.content_digest}")
    await threads.lock_threads(work)
    look = await first_look(work, mail, content_digest=content_digest)
    people = look.people
    thread = await threads.join_thread(work, found=look.threads)
    known = await repository.unscoped_by_digest(work, content_digest=content_digest) if look.is_recorded else None
    if known is not None:
        threads.remember(work, message_ids=mail.thread_ids, thread_id=thread.id)
    if known is not None and known.customer_id is not None:
        return RecordedMail(known, is_new=False)
    found = match(theirs(people.parties, people.own), await known_of(work, people, thread))
    if known is not None:
        return await _match_again(work, known, mail, found, people)
    if creates_contacts and found.customer_id and not found.contact_id and not mail.is_automatic:
        found, people = await _with_new_contact(work, mail, people, found)
    interaction = complete(interaction_of(work, mail, found, people, thread_id=thread.id))
    interaction.content_digest, interaction.inbound_message_id = content_digest, inbound_message_id
    await _store(work, interaction, mail, people, is_first=thread.is_new)
    if _is_known(found) and not thread.is_new:
        await settle_thread(work, interaction)
    return RecordedMail(interaction, True, found.reason, _sender_of(mail))


async def match_mail(
    work: Work,
    *,
    interaction_id: UUID,
    customer_id: UUID | None,
    contact_id: UUID | None,
    project_ids: Sequence[UUID] | None,
) -> list[UUID]:
    """Give a mail to a customer by hand, and with it the mails of its thread that belong to nobody yet.

    Returns the interactions that now belong to the customer.

    Raises:
        NotFound: the actor sees no such interaction.
        UnknownReference: the customer, the contact or a project is not there.
        Invalid: the contact works for another customer.
    """
    await threads.lock_threads(work)
    whole = await whole_for_change(work, interaction_id=interaction_id)
    customer_id = await fitting_customer(work, customer_id=customer_id, contact_id=contact_id)
    values = {"customer_id": customer_id, "contact_id": contact_id, "matched_by": "hand" if customer_id else None}
    chosen = project_ids
    if chosen is None and customer_id is not None:
        chosen = whole.project_ids or await only_open_project(work, customer_id)
    await belong_to(work, whole, values=values, project_ids=chosen)
    if customer_id is None:
        return [interaction_id]
    return [interaction_id, *await settle_thread(work, whole.interaction, project_ids=chosen)]


async def _match_again(work: Work, known: Interaction, mail: ParsedMail, found: Match, people: People) -> RecordedMail:
    """A mail that belonged to nobody is read once more: its customer may be known by now."""
    if found.customer_id is not None:
        values = {
            "customer_id": found.customer_id,
            "contact_id": found.contact_id,
            "matched_by": found.matched_by,
        }
        chosen = await projects_of_mail(
            work, thread_id=known.thread_id, customer_id=found.customer_id, addressed=people.project_ids
        )
        await belong_to(work, await whole_of(work, known), values=values, project_ids=chosen)
        if _is_known(found):
            await settle_thread(work, known)
    return RecordedMail(known, False, found.reason, _sender_of(mail))


async def _store(work: Work, interaction: Interaction, mail: ParsedMail, people: People, *, is_first: bool) -> None:
    project_ids = await projects_of_mail(
        work,
        thread_id=None if is_first else interaction.thread_id,
        customer_id=interaction.customer_id,
        addressed=people.project_ids,
    )
    interaction.restricted_to = await restriction(work, project_ids)
    whole = Whole(
        interaction,
        participants=participants_of(interaction, mail, people),
        attachments=attachments_of(interaction, mail),
        project_ids=sorted(project_ids),
    )
    threads.remember(work, message_ids=mail.thread_ids, thread_id=interaction.thread_id)
    await keep(work, whole)
    tell_recorded(work, whole)


async def _with_new_contact(work: Work, mail: ParsedMail, people: People, found: Match) -> tuple[Match, People]:
    """A stranger at a known customer's domain becomes a contact, where the source is set to do so."""
    person = next((one for one in mail.sender if _is_new_at(one.address, found.customer_id, people)), None)
    if person is None or found.customer_id is None:
        return found, people
    address = person.address
    name = person.name or address.partition("@")[0]
    try:
        given = ContactCreate(customer_id=found.customer_id, name=name[:200], emails=[address])
    except ValidationError:
        return found, people
    contact = await contacts.add_contact(work, given=given)
    known = {**people.contacts, ascii_address(address): [KnownContact(contact.id, contact.customer_id)]}
    return replace(found, contact_id=contact.id), replace(people, contacts=known)


def _is_new_at(address: str, customer_id: UUID | None, people: People) -> bool:
    """Whether it is a stranger's address at the customer's domain."""
    key = ascii_address(address)
    is_known = not key or key in people.own or key in people.contacts
    return not is_known and any(customer_id in people.domains.get(name, ()) for name in matchable_domains(address))


def _sender_of(mail: ParsedMail) -> str:
    return mail.sender[0].address if mail.sender else ""


def _is_known(found: Match) -> bool:
    """Whether more than the address of a project tells the customer: that alone moves no other mail."""
    return found.customer_id is not None and (found.matched_by != "project" or found.contact_id is not None)
