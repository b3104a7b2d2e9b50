"""What people do with customers."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.api.customers import events, references, repository
from services.api.customers.contacts import service as contacts
from services.api.customers.errors import StillUsed
from services.api.customers.models import Customer
from services.api.customers.schemas import CustomerCreate, CustomerUpdate
from services.api.customers.uses import repository as uses
from services.api.search.service import Findable, forget, make_findable
from services.api.timeline.service import remove_timeline
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.kit.asking import Asked
from services.kit.mail_names import ascii_domain
from services.kit.problems import UnknownReference
from services.kit.work import Work


async def add_customer(work: Work, *, given: CustomerCreate) -> Customer:
    """Record a new customer."""
    await references.take_references(work, kind="customer", references=given.external_refs)
    customer = Customer(workspace_id=work.workspace_id, **given.model_dump(mode="python"))
    work.session.add(customer)
    await work.session.flush()
    await _make_findable(work, customer)
    work.record(events.created(customer), subject=events.subject(customer), sequence=customer.version)
    return customer


async def change_customer(
    work: Work, *, customer_id: UUID, change: CustomerUpdate, expected_version: int | None = None
) -> Customer:
    """Change what is known of a customer.

    Raises:
        NotFound: it is not in this workspace.
        PreconditionFailed: it changed since `expected_version`.
    """
    await references.take_references(work, kind="customer", references=change.external_refs)
    customer = await repository.customer_for_change(work, customer_id=customer_id)
    check_version(expected_version, customer.version)
    changed = apply(change.given(), customer)
    if changed:
        await work.session.flush()
        await _make_findable(work, customer)
        work.record(events.updated(customer, changed), subject=events.subject(customer), sequence=customer.version)
    return customer


async def put_customer_by_ref(
    work: Work, *, system: str, external_id: str, given: CustomerCreate
) -> tuple[Customer, bool]:
    """Create or change the customer that another system knows by this id; says whether it was created."""
    known, named = await references.take_by_ref(
        work, kind="customer", system=system, external_id=external_id, references=given.external_refs
    )
    if known is None:
        return await add_customer(work, given=given.model_copy(update={"external_refs": named})), True
    values = given.model_dump(include=given.model_fields_set)
    if "external_refs" in values:
        values["external_refs"] = [reference.model_dump() for reference in named]
    return await change_customer(work, customer_id=known, change=CustomerUpdate(**values)), False


async def delete_customer(
    work: Work, *, customer_id: UUID, expected_version: int | None = None, only_unused: bool = False
) -> None:
    """Delete a customer with its contacts; its interactions stay, belonging to no customer.

    Raises:
        NotFound: it is not in this workspace.
        PreconditionFailed: it changed since `expected_version`.
        StillUsed: something belongs to it, and `only_unused` was asked for.
    """
    customer = await repository.customer_for_change(work, customer_id=customer_id)
    check_version(expected_version, customer.version)
    if only_unused and await uses.is_customer_used(work, customer_id=customer_id):
        raise StillUsed
    await contacts.delete_contacts_of(work, customer_id=customer_id)
    await forget(work, thing_id=customer_id)
    await remove_timeline(work, subject_id=customer_id)
    work.record(events.deleted(customer), subject=events.subject(customer), sequence=customer.version + 1)
    await work.session.delete(customer)
    await work.session.flush()


async def note_interaction(work: Work, *, customer_id: UUID, occurred_at: datetime) -> None:
    """Keep when the customer was last in touch."""
    repository.touch(work, customer_id=customer_id, occurred_at=occurred_at)


async def require_customers(work: Work, *, customer_ids: Sequence[UUID], pointer: str) -> None:
    """Make sure that a request's list of customers names only existing ones.

    Raises:
        UnknownReference: one does not exist here; told with its place in the list.
    """
    known = await repository.known_ids(work, customer_ids=customer_ids)
    for place, customer_id in enumerate(customer_ids):
        if customer_id not in known:
            raise UnknownReference(f"{pointer}/{place}")


def customers_of_domains(*, domains: Sequence[str]) -> Asked[dict[str, list[UUID]]]:
    """Asks for the customers that use these mail domains; more than one means that a mail cannot be matched by it."""
    return repository.unscoped_ids_by_domains(domains=domains)


async def customers_of_domain(work: Work, *, domain: str) -> list[UUID]:
    """Customers that use a mail domain."""
    asked = customers_of_domains(domains=[domain])
    return (await work.session.ask(asked))[asked].get(ascii_domain(domain), [])


async def _make_findable(work: Work, customer: Customer) -> None:
    words = [*customer.domains, *customer.tags, *(ref["id"] for ref in customer.external_refs)]
    await make_findable(
        work, record=Findable(type="customer", id=customer.id, title=customer.name, body=" ".join(words))
    )
