"""Who is who among the addresses of a mail, and what the workspace knows that tells whose mail it is."""

from dataclasses import dataclass, field
from uuid import UUID

from services.api.customers import service as customers
from services.api.customers.contacts import service as contacts
from services.api.identity.members.service import members_by_address
from services.api.interactions import repository
from services.api.interactions.domain import (
    AddressedProject,
    Known,
    KnownContact,
    Parties,
    is_ours,
    matchable_domains,
    theirs,
)
from services.api.interactions.mail.message import ParsedMail
from services.api.interactions.threads import service as threads
from services.api.projects import service as projects
from services.kit.mail_names import ascii_address
from services.kit.work import Work

#: Of a mail to very many people, whose domains are looked up.
MAXIMUM_LOOKED_UP = 20


@dataclass(frozen=True)
class People:
    """Who is who among the addresses of a mail, and which customers use their domains."""

    parties: Parties
    members: dict[str, UUID]
    contacts: dict[str, list[KnownContact]]
    domains: dict[str, list[UUID]] = field(default_factory=dict)
    addressed: list[AddressedProject] = field(default_factory=list)

    @property
    def own(self) -> frozenset[str]:
        return frozenset(self.members)

    @property
    def author_id(self) -> UUID | None:
        """The member who wrote it, the first of several; nobody of ours where somebody else wrote it too."""
        return self.members[self.parties.authors[0]] if is_ours(self.parties, self.own) else None

    @property
    def project_ids(self) -> list[UUID]:
        """The projects it was sent to by their own addresses."""
        return [project.id for project in self.addressed]


@dataclass(frozen=True)
class FirstLook:
    """All that a mail asks of the workspace before anything is decided, in one statement."""

    people: People
    threads: list[UUID]
    is_recorded: bool


async def first_look(work: Work, mail: ParsedMail, *, content_digest: bytes) -> FirstLook:
    """Who is who among its addresses, which threads its ids belong to, and whether it was recorded before."""
    parties = Parties(
        authors=tuple(ascii_address(person.address) for person in mail.sender if person.address),
        reply_to=tuple(ascii_address(person.address) for person in mail.reply_to),
        recipients=tuple(ascii_address(person.address) for group in (mail.to, mail.cc, mail.bcc) for person in group),
    )
    names = dict.fromkeys(name for one in parties.everyone[: 2 * MAXIMUM_LOOKED_UP] for name in matchable_domains(one))
    members, people = (
        members_by_address(addresses=parties.everyone),
        contacts.places_by_address(addresses=parties.everyone),
    )
    domains, tied = (
        customers.customers_of_domains(domains=list(names)),
        threads.threads_of_mail(message_ids=mail.thread_ids),
    )
    recorded = repository.unscoped_is_recorded(content_digest=content_digest)
    told = await work.session.ask(members, people, domains, tied, recorded)
    addressed = await projects.projects_of_addresses(work, addresses=(*parties.everyone, *mail.delivered_to))
    found = People(
        parties,
        told[members],
        {
            address: [KnownContact(*place) for place in places]
            for address, places in told[people].items()
            if address not in told[members]
        },
        domains={name: told[domains].get(name, []) for name in names},
        addressed=[AddressedProject(one, tuple(ids)) for one, ids in addressed],
    )
    return FirstLook(found, told[tied], told[recorded])


async def known_of(work: Work, people: People, thread: threads.MailThread) -> Known:
    """What matching goes by; domains count only where nothing nearer tells."""
    own_thread = frozenset() if thread.is_new else await threads.customers_of_thread(work, thread_id=thread.id)
    addresses = theirs(people.parties, people.own)
    is_near = len(own_thread) == 1 or any(people.contacts.get(address) for address in addresses)
    return Known(
        thread_customers=own_thread,
        projects=people.addressed,
        contacts=people.contacts,
        domains={} if is_near else people.domains,
    )
