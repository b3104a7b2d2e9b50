"""Who is who among the addresses of a mail, and what the workspace knows that tells whose mail it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.api.customers import service as customers
from services.api.customers.contacts import service as contacts
from services.api.identity.members.service import members_by_address
from services.api.interactions.domain import AddressedProject, Known, KnownContact, Parties, matchable_domains, theirs
from services.api.interactions.mail.message import ParsedMail
from services.api.interactions.threads import service as threads
from services.api.projects import service as projects
from services.kit.work import Work

#: Of a mail to very many people, whose domains are looked up.
MAXIMUM_LOOKED_UP = 20


@dataclass(frozen=True)
class People:
    """Who is who among the addresses of a mail."""

    parties: Parties
    members: dict[str, UUID]
    contacts: dict[str, list[KnownContact]]
    domains: dict[str, list[UUID]] = field(default_factory=dict)
    addressed: list[AddressedProject] = field(default_factory=list)

    @property
    def own(self) -> frozenset[str]:
        return frozenset(self.members)

    @property
    def project_ids(self) -> list[UUID]:
        """The projects it was sent to by their own addresses."""
        return [project.id for project in self.addressed]


async def who_is_who(work: Work, mail: ParsedMail) -> People:
    parties = Parties(
        sender=mail.sender[0].address if mail.sender else "",
        reply_to=tuple(person.address for person in mail.reply_to),
        recipients=tuple(person.address for group in (mail.to, mail.cc, mail.bcc) for person in group),
    )
    addressed = await projects.projects_of_addresses(work, addresses=(*parties.everyone, *mail.delivered_to))
    members = await members_by_address(work, addresses=parties.everyone)
    found = await contacts.contacts_by_address(work, addresses=parties.everyone)
    known = {
        address: [KnownContact(one.id, one.customer_id) for one in people]
        for address, people in found.items()
        if address not in members
    }
    return People(parties, members, known, addressed=[AddressedProject(one, tuple(ids)) for one, ids in addressed])


async def known_of(work: Work, people: People, thread: threads.MailThread) -> Known:
    """What matching goes by; domains are asked for only where nothing nearer tells."""
    own_thread = frozenset() if thread.is_new else await threads.customers_of_thread(work, thread_id=thread.id)
    addresses = theirs(people.parties, people.own)
    if len(own_thread) != 1 and not any(people.contacts.get(address) for address in addresses):
        people.domains.update(await customers_by_domain(work, addresses))
    return Known(
        thread_customers=own_thread, projects=people.addressed, contacts=people.contacts, domains=people.domains
    )


async def customers_by_domain(work: Work, addresses: Sequence[str]) -> dict[str, list[UUID]]:
    names = dict.fromkeys(name for address in addresses[:MAXIMUM_LOOKED_UP] for name in matchable_domains(address))
    return {name: await customers.customers_of_domain(work, domain=name) for name in names}
