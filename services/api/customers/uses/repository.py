"""Whether anything hangs on a customer or a contact: asked where somebody takes back that they made one.

Rows that the actor may not see count too: what hangs there would be torn off all the same.
"""

from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, exists, or_, select

from services.api.customers.contacts.models import Contact
from services.api.customers.models import Customer
from services.kit.orm import Base, uses_of
from services.kit.work import Work


async def is_customer_used(work: Work, *, customer_id: UUID) -> bool:
    """Whether people, conversations, projects, answers or comments belong to the customer. Lock the customer first."""
    return await _is_used(work, Customer, customer_id)


async def is_contact_used(work: Work, *, contact_id: UUID) -> bool:
    """Whether conversations, answers or tasks name the contact. Lock the contact first."""
    return await _is_used(work, Contact, contact_id)


async def _is_used(work: Work, model: type[Base], used_id: UUID) -> bool:
    assert isinstance(model.__table__, Table)
    found = (_row(work, column, used_id) for column in uses_of(model.__table__))
    return bool((await work.session.execute(select(or_(*found)))).scalar_one())


def _row(work: Work, column: Column[UUID], used_id: UUID) -> ColumnElement[bool]:
    return exists().where(column.table.c.workspace_id == work.workspace_id, column == used_id)
