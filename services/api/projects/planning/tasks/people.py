"""Whom a task may be given to."""

from uuid import UUID

from services.api.customers.contacts.service import customer_of_contact
from services.api.projects.models import Project
from services.api.projects.repository import customer_ids_of, member_ids_of
from services.kit.problems import UnknownReference, invalid_field
from services.kit.work import Work


async def check_assignee(
    work: Work, project: Project, *, assignee_id: UUID | None, assignee_contact_id: UUID | None
) -> None:
    """Refuse somebody who cannot see the task, or who belongs to none of the project's customers.

    Raises:
        UnknownReference: there is no such contact.
        Invalid: the member is not on the private project, or the contact's customer is not a customer of the project.
    """
    if assignee_id is not None and project.is_private:
        people = await member_ids_of(work, project_id=project.id)
        if assignee_id not in people:
            message = "The project is private. Put this person on the project first."
            raise invalid_field("/assignee_id", "not_on_project", message)
    if assignee_contact_id is not None:
        customer_ids = await customer_ids_of(work, project_id=project.id)
        if await _employer(work, assignee_contact_id) not in customer_ids:
            message = "Choose a contact of one of the project's customers."
            raise invalid_field("/assignee_contact_id", "not_a_customer_of_project", message)


async def _employer(work: Work, contact_id: UUID) -> UUID:
    try:
        return await customer_of_contact(work, contact_id=contact_id)
    except UnknownReference:
        raise UnknownReference("/assignee_contact_id") from None
