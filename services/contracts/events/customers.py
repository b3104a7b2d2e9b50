"""Customers and contacts."""

from uuid import UUID

from services.contracts.payload import Payload, personal_field, registered

CUSTOMER = {"name": "Northwind Logistics", "kind": "company", "owner_id": "0190b6a0-0000-7000-8000-000000000001"}
CONTACT = {"customer_id": "0190b6a0-0000-7000-8000-000000000002", "name": "Petri Aho"}


class CustomerFacts(Payload):
    """What other services keep of a customer."""

    name: str
    kind: str
    owner_id: UUID | None = None


@registered
class CustomerCreated(CustomerFacts):
    event_type = "customer.created"
    example = CUSTOMER


@registered
class CustomerUpdated(CustomerFacts):
    event_type = "customer.updated"
    example = {**CUSTOMER, "changed": ["name"]}

    changed: list[str]


@registered
class CustomerDeleted(Payload):
    event_type = "customer.deleted"
    example = {"name": "Northwind Logistics"}

    name: str


class ContactFacts(Payload):
    """What other services keep of a contact."""

    customer_id: UUID
    name: str = personal_field(default="")


@registered
class ContactCreated(ContactFacts):
    event_type = "contact.created"
    example = CONTACT


@registered
class ContactUpdated(ContactFacts):
    event_type = "contact.updated"
    example = {**CONTACT, "changed": ["emails"]}

    changed: list[str]


@registered
class ContactDeleted(ContactFacts):
    event_type = "contact.deleted"
    example = CONTACT
