from services.api.customers.models import Customer
from services.contracts.envelope import Subject
from services.contracts.events.customers import CustomerCreated, CustomerDeleted, CustomerUpdated


def subject(customer: Customer) -> Subject:
    """How events name this customer."""
    return Subject(kind="customer", id=customer.id)


def created(customer: Customer) -> CustomerCreated:
    """What others learn of a new customer."""
    return CustomerCreated(name=customer.name, kind=customer.kind, owner_id=customer.owner_id)


def updated(customer: Customer, changed: list[str]) -> CustomerUpdated:
    """What others learn of a change."""
    return CustomerUpdated(name=customer.name, kind=customer.kind, owner_id=customer.owner_id, changed=changed)


def deleted(customer: Customer) -> CustomerDeleted:
    """What others learn of a deletion."""
    return CustomerDeleted(name=customer.name)
