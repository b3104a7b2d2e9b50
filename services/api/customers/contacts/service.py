"""What people do with contacts."""

from collections.abc import Sequence
from uuid import UUID

from services.api.customers import references
from services.api.customers.contacts import events, repository
from services.api.customers.contacts.models import Contact
from services.api.customers.contacts.schemas import ContactCreate, ContactUpdate
from services.api.customers.errors import StillUsed
from services.api.customers.uses import repository as uses
from services.api.search.service import Findable, forget, make_findable
from services.api.timeline.service import remove_timeline
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.kit.asking import Asked
from services.kit.mail_names import ascii_address
from services.kit.problems import NotFound, UnknownReference
from services.kit.work import Work


async def add_contact(work: Work, *, given: ContactCreate) -> Contact:
    """Record a person at a customer."""
    await references.take_references(work, kind="contact", references=given.external_refs)
    contact = Contact(workspace_id=work.workspace_id, **given.model_dump(mode="python"))
    work.session.add(contact)
    await work.session.flush()
    await _make_findable(work, contact)
    work.record(events.created(contact), subject=events.subject(contact), sequence=contact.version)
    return contact


async def change_contact(
    work: Work, *, contact_id: UUID, change: ContactUpdate, expected_version: int | None = None
) -> Contact:
    """Change what is known of a contact.

    Raises:
        NotFound: it is not in this workspace.
        PreconditionFailed: it changed since `expected_version`.
    """
    await references.take_references(work, kind="contact", references=change.external_refs)
    contact = await repository.contact_for_change(work, contact_id=contact_id)
    check_version(expected_version, contact.version)
    changed = apply(change.given(), contact)
    if changed:
        await work.session.flush()
        await _make_findable(work, contact)
        work.record(events.updated(contact, changed), subject=events.subject(contact), sequence=contact.version)
    return contact


async def put_contact_by_ref(
    work: Work, *, system: str, external_id: str, given: ContactCreate
) -> tuple[Contact, bool]:
    """Create or change the contact that another system knows by this id; says whether it was created."""
    known, named = await references.take_by_ref(
        work, kind="contact", system=system, external_id=external_id, references=given.external_refs
    )
    if known is None:
        return await add_contact(work, given=given.model_copy(update={"external_refs": named})), True
    values = given.model_dump(include=given.model_fields_set)
    if "external_refs" in values:
        values["external_refs"] = [reference.model_dump() for reference in named]
    return await change_contact(work, contact_id=known, change=ContactUpdate(**values)), False


async def delete_contact(
    work: Work, *, contact_id: UUID, expected_version: int | None = None, only_unused: bool = False
) -> None:
    """Delete a contact; its interactions stay on the customer.

    Raises:
        NotFound: it is not in this workspace.
        PreconditionFailed: it changed since `expected_version`.
        StillUsed: something names it, and `only_unused` was asked for.
    """
    contact = await repository.contact_for_change(work, contact_id=contact_id)
    check_version(expected_version, contact.version)
    if only_unused and await uses.is_contact_used(work, contact_id=contact_id):
        raise StillUsed
    await _delete(work, contact)


async def delete_contacts_of(work: Work, *, customer_id: UUID) -> None:
    """Delete all contacts of a customer that is being deleted."""
    for contact in await repository.contacts_of(work, customer_id=customer_id):
        await _delete(work, contact)


async def contacts_by_address(work: Work, *, addresses: Sequence[str]) -> dict[str, list[Contact]]:
    """Contacts by mail address, as `ascii_address` gives it; several under one do not tell who wrote."""
    return await repository.contacts_by_address(work, addresses=[ascii_address(address) for address in addresses])


def places_by_address(*, addresses: Sequence[str]) -> Asked[dict[str, list[tuple[UUID, UUID]]]]:
    """Asks for the same, and of each contact only for its id and that of its customer."""
    return repository.unscoped_places_by_address(addresses=[ascii_address(address) for address in addresses])


def known_contacts(*, contact_ids: Sequence[UUID]) -> Asked[set[UUID]]:
    """Asks which of these are contacts here."""
    return repository.unscoped_known(contact_ids=contact_ids)


async def customer_of_contact(work: Work, *, contact_id: UUID) -> UUID:
    """Whom a contact works for; it stays so until the transaction ends.

    Raises:
        UnknownReference: there is no such contact here.
    """
    try:
        return (await repository.contact_for_change(work, contact_id=contact_id)).customer_id
    except NotFound:
        raise UnknownReference("/contact_id") from None


async def _delete(work: Work, contact: Contact) -> None:
    await forget(work, thing_id=contact.id)
    await remove_timeline(work, subject_id=contact.id)
    work.record(events.deleted(contact), subject=events.subject(contact), sequence=contact.version + 1)
    await work.session.delete(contact)
    await work.session.flush()


async def _make_findable(work: Work, contact: Contact) -> None:
    words = " ".join([*contact.emails, *contact.phones, contact.title or ""])
    await make_findable(work, record=Findable(type="contact", id=contact.id, title=contact.name, body=words))
