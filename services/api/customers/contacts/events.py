from services.api.customers.contacts.models import Contact
from services.contracts.envelope import Subject
from services.contracts.events.customers import ContactCreated, ContactDeleted, ContactUpdated


def subject(contact: Contact) -> Subject:
    """How events name this contact."""
    return Subject(kind="contact", id=contact.id)


def created(contact: Contact) -> ContactCreated:
    """What others learn of a new contact."""
    return ContactCreated(customer_id=contact.customer_id, name=contact.name)


def updated(contact: Contact, changed: list[str]) -> ContactUpdated:
    """What others learn of a change."""
    return ContactUpdated(customer_id=contact.customer_id, name=contact.name, changed=changed)


def deleted(contact: Contact) -> ContactDeleted:
    """What others learn of a deletion."""
    return ContactDeleted(customer_id=contact.customer_id, name=contact.name)
