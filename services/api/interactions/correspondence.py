"""Mail becomes interactions: one per mail, on the right thread and the right customer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from pydantic import ValidationError

from services.api.customers import service as customers
from services.api.customers.contacts import service as contacts
from services.api.customers.contacts.schemas import ContactCreate
from services.api.identity.members.service import members_by_address
from services.api.interactions import repository
from services.api.interactions.domain import (
    Known,
    KnownContact,
    Match,
    Parties,
    direction_of,
    match,
    matchable_domains,
    theirs,
)
from services.api.interactions.mail.addresses import MailAddress
from services.api.interactions.mail.message import ParsedMail
from services.api.interactions.models import Attachment, Interaction, Participant
from services.api.interactions.placing import Whole, tell_recorded
from services.api.interactions.privacy import restriction
from services.api.interactions.service import belong_to, keep, whole_for_change, whole_of
from services.api.interactions.threads import service as threads
from services.api.projects import service as projects
from services.kit.gathering import complete
from services.kit.seal import digest
from services.kit.work import Work

#: Of a mail to very many people, whose domains are looked up.
MAXIMUM_LOOKED_UP = 20


@dataclass(frozen=True)
class RecordedMail:
    """The interaction of a mail; where it belongs to no customer, `reason` says why."""

    interaction: Interaction
    is_new: bool
    reason: str | None = None
    sender_address: str = ""


@dataclass(frozen=True)
class _People:
    """Who is who among the addresses of a mail."""

    parties: Parties
    members: dict[str, UUID]
    contacts: dict[str, list[KnownContact]]
    domains: dict[str, list[UUID]] = field(default_factory=dict)

    @property
    def own(self) -> frozenset[str]:
        return frozenset(self.members)


async def record_mail(
    work: Work, *, mail: ParsedMail, inbound_message_id: UUID | None = None, creates_contacts: bool = False
) -> RecordedMail:
    """Record a mail that came in; the same mail a second time gives the interaction of the first.

    A mail whose customer cannot be told is recorded all the same, and `reason` says why.
    """
    # A mail without an id is the same mail only when the same request is read again.
    identity = mail.message_id or f"request {inbound_message_id}"
    content_digest = digest(f"{identity}\n{mail.content_digest}")
    people = await _who_is_who(work, mail)
    thread = await threads.thread_of_mail(work, message_ids=mail.thread_ids)
    known = await repository.unscoped_by_digest(work, content_digest=content_digest)
    if known is not None and known.customer_id is not None:
        return RecordedMail(known, is_new=False)
    found = match(theirs(people.parties, people.own), await _known(work, people, thread))
    if known is not None:
        return await _match_again(work, known, found, people)
    if creates_contacts and found.customer_id and not found.contact_id and not mail.is_automatic:
        found, people = await _with_new_contact(work, mail, people, found)
    interaction = complete(_interaction_of(work, mail, found, people, thread_id=thread.id))
    interaction.content_digest, interaction.inbound_message_id = content_digest, inbound_message_id
    await _store(work, interaction, mail, people, is_first=thread.is_new)
    if found.customer_id and not thread.is_new:
        await _settle_thread(work, interaction)
    return RecordedMail(interaction, True, found.reason, people.parties.sender)


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
    """
    await threads.lock_threads(work)
    whole = await whole_for_change(work, interaction_id=interaction_id)
    if contact_id is not None:
        customer_id = await contacts.customer_of_contact(work, contact_id=contact_id)
    values = {"customer_id": customer_id, "contact_id": contact_id, "matched_by": "hand" if customer_id else None}
    chosen = project_ids
    if chosen is None and customer_id is not None:
        chosen = whole.project_ids or await _only_open_project(work, customer_id)
    await belong_to(work, whole, values=values, project_ids=chosen)
    if customer_id is None:
        return [interaction_id]
    return [interaction_id, *await _settle_thread(work, whole.interaction, project_ids=chosen)]


async def _match_again(work: Work, known: Interaction, found: Match, people: _People) -> RecordedMail:
    """A mail that belonged to nobody is read once more: its customer may be known by now."""
    if found.customer_id is not None:
        values = {
            "customer_id": found.customer_id,
            "contact_id": found.contact_id,
            "matched_by": found.matched_by,
        }
        chosen = await _projects_of(work, thread_id=known.thread_id, customer_id=found.customer_id)
        await belong_to(work, await whole_of(work, known), values=values, project_ids=chosen)
        await _settle_thread(work, known)
    return RecordedMail(known, False, found.reason, people.parties.sender)


async def _store(work: Work, interaction: Interaction, mail: ParsedMail, people: _People, *, is_first: bool) -> None:
    project_ids = await _projects_of(
        work, thread_id=None if is_first else interaction.thread_id, customer_id=interaction.customer_id
    )
    interaction.restricted_to = await restriction(work, project_ids)
    whole = Whole(
        interaction,
        participants=_participants(interaction, mail, people),
        attachments=_attachments(interaction, mail),
        project_ids=sorted(project_ids),
    )
    await keep(work, whole)
    tell_recorded(work, whole)


async def _who_is_who(work: Work, mail: ParsedMail) -> _People:
    parties = Parties(
        sender=mail.sender[0].address if mail.sender else "",
        reply_to=tuple(person.address for person in mail.reply_to),
        recipients=tuple(person.address for group in (mail.to, mail.cc, mail.bcc) for person in group),
    )
    members = await members_by_address(work, addresses=parties.everyone)
    found = await contacts.contacts_by_address(work, addresses=parties.everyone)
    known = {
        address: [KnownContact(one.id, one.customer_id) for one in people]
        for address, people in found.items()
        if address not in members
    }
    return _People(parties, members, known)


async def _known(work: Work, people: _People, thread: threads.MailThread) -> Known:
    """What matching goes by; domains are asked for only where nothing nearer tells."""
    own_thread = frozenset() if thread.is_new else await threads.customers_of_thread(work, thread_id=thread.id)
    addresses = theirs(people.parties, people.own)
    if len(own_thread) != 1 and not any(people.contacts.get(address) for address in addresses):
        people.domains.update(await _customers_by_domain(work, addresses))
    return Known(thread_customers=own_thread, contacts=people.contacts, domains=people.domains)


async def _customers_by_domain(work: Work, addresses: Sequence[str]) -> dict[str, list[UUID]]:
    names = dict.fromkeys(name for address in addresses[:MAXIMUM_LOOKED_UP] for name in matchable_domains(address))
    return {name: await customers.customers_of_domain(work, domain=name) for name in names}


async def _with_new_contact(work: Work, mail: ParsedMail, people: _People, found: Match) -> tuple[Match, _People]:
    """A stranger at a known customer's domain becomes a contact, where the source is set to do so."""
    address = people.parties.sender
    by_domain = people.domains or await _customers_by_domain(work, [address])
    is_at_customer = any(found.customer_id in by_domain.get(name, ()) for name in matchable_domains(address))
    if address in people.own or address in people.contacts or not is_at_customer or found.customer_id is None:
        return found, people
    # The first look was before the thread lock; another mail of the same stranger may have come first.
    if await contacts.contacts_by_address(work, addresses=[address]):
        return found, people
    name = mail.sender[0].name or address.partition("@")[0]
    try:
        given = ContactCreate(customer_id=found.customer_id, name=name[:200], emails=[address])
    except ValidationError:
        return found, people
    contact = await contacts.add_contact(work, given=given)
    known = {**people.contacts, address: [KnownContact(contact.id, contact.customer_id)]}
    return replace(found, contact_id=contact.id), replace(people, contacts=known)


async def _projects_of(work: Work, *, thread_id: UUID | None, customer_id: UUID | None) -> list[UUID]:
    """The thread's projects; where it has none (a new thread is None), the customer's open project, if it is one."""
    if customer_id is None:
        return []
    of_thread = (
        await threads.projects_of_thread(work, thread_id=thread_id, customer_id=customer_id) if thread_id else []
    )
    return of_thread or await _only_open_project(work, customer_id)


async def _only_open_project(work: Work, customer_id: UUID) -> list[UUID]:
    found = await projects.open_projects_of(work, customer_id)
    return found if len(found) == 1 else []


async def _settle_thread(
    work: Work, interaction: Interaction, *, project_ids: Sequence[UUID] | None = None
) -> list[UUID]:
    """Mails of the thread that came before anybody knew the customer belong to it now."""
    settled = []
    if project_ids is None:
        project_ids = await _projects_of(work, thread_id=interaction.thread_id, customer_id=interaction.customer_id)
    for earlier in await threads.unmatched_of_thread(work, thread_id=interaction.thread_id):
        if earlier.id == interaction.id:
            continue
        values = {"customer_id": interaction.customer_id, "matched_by": "thread"}
        await belong_to(work, await whole_of(work, earlier), values=values, project_ids=project_ids)
        settled.append(earlier.id)
    return settled


def _participants(interaction: Interaction, mail: ParsedMail, people: _People) -> list[Participant]:
    groups: tuple[tuple[str, tuple[MailAddress, ...]], ...] = (
        ("from", mail.sender),
        ("to", mail.to),
        ("cc", mail.cc),
        ("bcc", mail.bcc),
    )
    everyone = [(role, person) for role, group in groups for person in group]
    return [
        Participant(
            workspace_id=interaction.workspace_id,
            interaction_id=interaction.id,
            position=position,
            role=role,
            address=person.address or None,
            name=person.name,
            contact_id=_contact_for(people, person.address, interaction.customer_id),
            user_id=people.members.get(person.address),
        )
        for position, (role, person) in enumerate(everyone)
    ]


def _contact_for(people: _People, address: str, customer_id: UUID | None) -> UUID | None:
    known = people.contacts.get(address, [])
    at_customer = [contact for contact in known if contact.customer_id == customer_id] or known
    return at_customer[0].id if len(at_customer) == 1 else None


def _attachments(interaction: Interaction, mail: ParsedMail) -> list[Attachment]:
    return [
        Attachment(
            workspace_id=interaction.workspace_id,
            interaction_id=interaction.id,
            position=position,
            file_name=file.name or f"attachment-{position + 1}",
            content_type=file.content_type,
            size=file.size,
            content_id=file.content_id,
            is_inline=file.is_inline,
            sha256=bytes.fromhex(file.sha256),
        )
        for position, file in enumerate(mail.attachments)
    ]


def _interaction_of(work: Work, mail: ParsedMail, found: Match, people: _People, *, thread_id: UUID) -> Interaction:
    return Interaction(
        workspace_id=work.workspace_id,
        channel="email",
        direction=direction_of(people.parties, people.own),
        occurred_at=mail.sent_at,
        subject=mail.subject,
        text=mail.text,
        text_full=mail.text_full,
        html=mail.html,
        snippet=mail.snippet,
        customer_id=found.customer_id,
        contact_id=found.contact_id,
        author_id=people.members.get(people.parties.sender),
        thread_id=thread_id,
        external_id=mail.message_id,
        is_automatic=mail.is_automatic,
        matched_by=found.matched_by,
    )
