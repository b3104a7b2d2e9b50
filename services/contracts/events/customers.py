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
    TYPE = "customer.created"
    EXAMPLE = CUSTOMER


@registered
class CustomerUpdated(CustomerFacts):
    TYPE = "customer.updated"
    EXAMPLE = {**CUSTOMER, "changed": ["name"]}

    changed: list[str]


@registered
class CustomerDeleted(Payload):
    TYPE = "customer.deleted"
    EXAMPLE = {"name": "Northwind Logistics"}

    name: str


class ContactFacts(Payload):
    """What other services keep of a contact."""

    customer_id: UUID
    name: str = personal_field(default="")


@registered
class ContactCreated(ContactFacts):
    TYPE = "contact.created"
    EXAMPLE = CONTACT


@registered
class ContactUpdated(ContactFacts):
    TYPE = "contact.updated"
    EXAMPLE = {**CONTACT, "changed": ["emails"]}

    changed: list[str]


@registered
class ContactDeleted(ContactFacts):
    TYPE = "contact.deleted"
    EXAMPLE = CONTACT
