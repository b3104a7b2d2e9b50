"""Pure rules: which thread a mail belongs to, which way it went, and whose customer it is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from services.api.interactions.free_mail import is_free_mail
from services.kit.mail_names import ascii_domain, readable_address

Channel = Literal["email", "call", "meeting", "chat", "note", "survey", "portal"]
Direction = Literal["inbound", "outbound", "internal"]
ParticipantRole = Literal["from", "to", "cc", "bcc", "attendee", "mentioned"]
MatchedBy = Literal["thread", "project", "contact", "domain", "hand"]

_UNTITLED: dict[str, str] = {
    "email": "(no subject)",
    "call": "Call",
    "meeting": "Meeting",
    "chat": "Chat",
    "note": "Note",
    "survey": "Survey answer",
    "portal": "Portal message",
}


@dataclass(frozen=True)
class ThreadChoice:
    """The thread a mail goes to (None: a new one), and the threads that turn out to be the same."""

    thread_id: UUID | None
    absorbed: tuple[UUID, ...] = ()


def choose_thread(known: Iterable[UUID]) -> ThreadChoice:
    """From the threads that the mail's ids already point to. The oldest stays; UUIDv7 order is order of creation."""
    threads = sorted(set(known))
    return ThreadChoice(threads[0], tuple(threads[1:])) if threads else ThreadChoice(None)


@dataclass(frozen=True)
class Parties:
    """The addresses of a mail that matter for matching, as `ascii_address` gives them, in the order of the mail.

    Most mails have one author; RFC 5322, 3.6.2 allows several, and each of them counts.
    """

    authors: tuple[str, ...]
    reply_to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()

    @property
    def everyone(self) -> tuple[str, ...]:
        """Each address once."""
        named = (*self.authors, *self.reply_to, *self.recipients)
        return tuple(dict.fromkeys(address for address in named if address))


def direction_of(parties: Parties, own: frozenset[str]) -> Direction:
    """Inbound unless only members of the workspace wrote it; then outbound, or internal when only members got it."""
    if not is_ours(parties, own):
        return "inbound"
    return "outbound" if any(address not in own for address in parties.recipients) else "internal"


def is_ours(parties: Parties, own: frozenset[str]) -> bool:
    """Whether everybody who wrote it is a member of the workspace."""
    return bool(parties.authors) and all(address in own for address in parties.authors)


def theirs(parties: Parties, own: frozenset[str]) -> tuple[str, ...]:
    """The addresses that may belong to the customer: whoever wrote to us, or whomever we wrote to; never our own."""
    candidates = parties.recipients if is_ours(parties, own) else (*parties.authors, *parties.reply_to)
    return tuple(dict.fromkeys(address for address in candidates if address and address not in own))


def matchable_domains(address: str) -> tuple[str, ...]:
    """The domain of an address and its parents, nearest first: `mail.north.example`, `north.example`; in ASCII.

    Free-mail domains and bare top-level domains belong to no customer.
    """
    labels = ascii_domain(address.rpartition("@")[2]).split(".")
    if "@" not in address or is_free_mail(".".join(labels)):
        return ()
    return tuple(".".join(labels[start:]) for start in range(max(0, len(labels) - 1)))


@dataclass(frozen=True)
class KnownContact:
    """A contact as matching sees it."""

    id: UUID
    customer_id: UUID


@dataclass(frozen=True)
class AddressedProject:
    """A project that a mail was sent to by the project's own address."""

    id: UUID
    customer_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Known:
    """What the workspace knows: customers of the thread so far, projects addressed, contacts and domains."""

    thread_customers: frozenset[UUID] = frozenset()
    contacts: Mapping[str, Sequence[KnownContact]] = field(default_factory=dict)
    domains: Mapping[str, Sequence[UUID]] = field(default_factory=dict)
    projects: Sequence[AddressedProject] = ()


@dataclass(frozen=True)
class Match:
    """Whose interaction it is and why we think so; without a customer, `reason` says in words what was missing."""

    customer_id: UUID | None = None
    contact_id: UUID | None = None
    matched_by: MatchedBy | None = None
    reason: str | None = None


def match(addresses: Sequence[str], known: Known) -> Match:
    """Thread, project address, contact address, customer domain. What points at several customers points at none."""
    if len(known.thread_customers) == 1:
        customer_id = next(iter(known.thread_customers))
        return Match(customer_id, _contact_at(customer_id, addresses, known), "thread")
    if known.projects:
        return _match_by_project(addresses, known)
    contacts = [contact for address in addresses for contact in known.contacts.get(address, ())]
    customers = {contact.customer_id for contact in contacts}
    if len(customers) == 1:
        customer_id = contacts[0].customer_id
        return Match(customer_id, _contact_at(customer_id, addresses, known), "contact")
    if len(customers) > 1:
        return Match(reason="The address belongs to contacts of several customers.")
    return _match_by_domain(addresses, known)


def _match_by_project(addresses: Sequence[str], known: Known) -> Match:
    """The one customer of the projects; of several, the one that the other side belongs to."""
    candidates = {customer_id for project in known.projects for customer_id in project.customer_ids}
    if len(candidates) != 1:
        contacts = [contact for address in addresses for contact in known.contacts.get(address, ())]
        named = {contact.customer_id for contact in contacts} or {
            customer for address in addresses for customer in _customers_of(address, known)
        }
        candidates = candidates & named if candidates else named
    if len(candidates) == 1:
        customer_id = next(iter(candidates))
        return Match(customer_id, _contact_at(customer_id, addresses, known), "project")
    return Match(matched_by="project", reason="It was sent to a project, whose customer it does not tell.")


def _match_by_domain(addresses: Sequence[str], known: Known) -> Match:
    customers = {customer for address in addresses for customer in _customers_of(address, known)}
    if len(customers) == 1:
        return Match(customers.pop(), None, "domain")
    if customers:
        return Match(reason="The mail domain belongs to several customers.")
    if not addresses:
        return Match(reason="The mail names no address outside this workspace.")
    unknown = f"No contact has the address {readable_address(addresses[0])}"
    if all(not matchable_domains(address) for address in addresses):
        return Match(reason=f"{unknown}, and its domain is shared by everyone.")
    return Match(reason=f"{unknown}, and no customer has its domain.")


def _customers_of(address: str, known: Known) -> Sequence[UUID]:
    """Customers of the nearest domain that any customer has."""
    return next((known.domains[name] for name in matchable_domains(address) if known.domains.get(name)), ())


def _contact_at(customer_id: UUID, addresses: Sequence[str], known: Known) -> UUID | None:
    """The one contact of the customer whom the first known address means; two with one address mean neither."""
    for address in addresses:
        found = [contact.id for contact in known.contacts.get(address, ()) if contact.customer_id == customer_id]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def title_of(channel: str, subject: str | None, text: str) -> str:
    """What a list shows as the title: the subject, else the first words, else what kind of exchange it was."""
    words = " ".join((subject or text[:400]).split())
    return f"{words[:119]}…" if len(words) > 120 else words or _UNTITLED[channel]
