from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Text, any_, bindparam, exists, func, select

from services.api.customers.contacts.models import Contact, ContactAddress
from services.kit.asking import Asked, Question, Rows
from services.kit.listing import Listing, Sort, contains, instant
from services.kit.problems import NotFound
from services.kit.reads import fence
from services.kit.work import Work

CONTACTS = Listing(
    source=Contact.__table__,
    fields={
        "id": Contact.id,
        "customer_id": Contact.customer_id,
        "name": Contact.name,
        "emails": Contact.emails,
        "phones": Contact.phones,
        "title": Contact.title,
        "language": Contact.language,
        "time_zone": Contact.time_zone,
        "birthday_on": Contact.birthday_on,
        "preferred_channel": Contact.preferred_channel,
        "detail_level": Contact.detail_level,
        "external_refs": Contact.external_refs,
        "created_at": instant(Contact.created_at),
        "updated_at": instant(Contact.updated_at),
        "version": Contact.version,
    },
    identity=Contact.id,
    version=Contact.version,
    where=(Contact.workspace_id == fence(),),
    sorts={
        "name": Sort(func.lower(Contact.name, type_=Contact.name.type)),
        "created_at": Sort(Contact.created_at),
        "updated_at": Sort(Contact.updated_at),
    },
    filters={
        "q": contains(Contact.name, "q"),
        "customer_id": Contact.customer_id == bindparam("customer_id", type_=Contact.customer_id.type),
        "email": exists(
            select(ContactAddress.address)
            .where(
                ContactAddress.workspace_id == Contact.workspace_id,
                ContactAddress.contact_id == Contact.id,
                ContactAddress.address == func.rapport.ascii_address(bindparam("email", type_=Contact.name.type)),
            )
            .correlate(Contact)
        ),
    },
)


async def contact_for_change(work: Work, *, contact_id: UUID) -> Contact:
    """The contact, locked until the transaction ends.

    Raises:
        NotFound: there is none in this workspace.
    """
    statement = select(Contact).where(Contact.workspace_id == work.workspace_id, Contact.id == contact_id)
    contact = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if contact is None:
        raise NotFound
    return contact


async def contacts_of(work: Work, *, customer_id: UUID) -> list[Contact]:
    """Every contact of a customer, locked."""
    statement = select(Contact).where(Contact.workspace_id == work.workspace_id, Contact.customer_id == customer_id)
    return list((await work.session.execute(statement.with_for_update())).scalars())


# Built once, since every mail asks; one parameter however many addresses there are, so that it stays prepared.
CONTACTS_BY_ADDRESS = (
    select(ContactAddress.address, Contact)
    .join(Contact, (Contact.workspace_id == ContactAddress.workspace_id) & (Contact.id == ContactAddress.contact_id))
    .where(
        ContactAddress.workspace_id == bindparam("workspace"),
        ContactAddress.address == any_(bindparam("addresses", type_=ARRAY(Text()))),
    )
    .order_by(Contact.id)
)


async def contacts_by_address(work: Work, *, addresses: Sequence[str]) -> dict[str, list[Contact]]:
    """Contacts by each of these mail addresses (of `ascii_address`), the oldest first."""
    values = {"workspace": work.workspace_id, "addresses": list(addresses)}
    found: dict[str, list[Contact]] = {}
    for address, contact in await work.session.execute(CONTACTS_BY_ADDRESS, values):
        found.setdefault(address, []).append(contact)
    return found


ADDRESSES = Question(
    select(ContactAddress.address, Contact.id, Contact.customer_id)
    .join(Contact, (Contact.workspace_id == ContactAddress.workspace_id) & (Contact.id == ContactAddress.contact_id))
    .where(
        ContactAddress.workspace_id == fence(),
        ContactAddress.address == any_(bindparam("addresses", type_=ARRAY(Text()))),
    )
    .order_by(Contact.id)
)


def unscoped_places_by_address(*, addresses: Sequence[str]) -> Asked[dict[str, list[tuple[UUID, UUID]]]]:
    """Contacts by each of these mail addresses (of `ascii_address`), the oldest first: (id, id of the customer)."""

    def read(rows: Rows) -> dict[str, list[tuple[UUID, UUID]]]:
        found: dict[str, list[tuple[UUID, UUID]]] = {}
        for row in rows:
            found.setdefault(row["address"], []).append((UUID(row["id"]), UUID(row["customer_id"])))
        return found

    return Asked(ADDRESSES, {"addresses": list(addresses)}, read)


KNOWN = Question(
    select(Contact.id).where(
        Contact.workspace_id == fence(), Contact.id == any_(bindparam("contact_ids", type_=ARRAY(Contact.id.type)))
    )
)


def unscoped_known(*, contact_ids: Sequence[UUID]) -> Asked[set[UUID]]:
    """Those of the ids that are contacts of the transaction's workspace."""
    return Asked(KNOWN, {"contact_ids": list(contact_ids)}, lambda rows: {UUID(row["id"]) for row in rows})
