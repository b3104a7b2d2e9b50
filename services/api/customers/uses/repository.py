"""Whether anything hangs on a customer or a contact: asked where somebody takes back that they made one.

The tables belong to higher contexts; that a row of them points here is all that is asked. Rows that the actor may
not see count too: what hangs there would be torn off all the same.
"""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, column, exists, or_, select, table

from services.kit.work import Work

_OF_CUSTOMER: Final = {
    "contacts": ("customer_id",),
    "interactions": ("customer_id",),
    "project_customers": ("customer_id",),
    "survey_responses": ("customer_id",),
    "comments": ("subject_id",),
}
_OF_CONTACT: Final = {
    "interactions": ("contact_id",),
    "interaction_participants": ("contact_id",),
    "survey_responses": ("contact_id",),
    "tasks": ("assignee_contact_id",),
    "comments": ("subject_id",),
}


async def is_customer_used(work: Work, *, customer_id: UUID) -> bool:
    """Whether people, conversations, projects, answers or comments belong to the customer. Lock the customer first."""
    return await _is_named(work, _OF_CUSTOMER, customer_id)


async def is_contact_used(work: Work, *, contact_id: UUID) -> bool:
    """Whether conversations, answers, tasks or comments name the contact. Lock the contact first."""
    return await _is_named(work, _OF_CONTACT, contact_id)


async def _is_named(work: Work, places: Mapping[str, Sequence[str]], named: UUID) -> bool:
    found = (_row(work, name, key, named) for name, keys in places.items() for key in keys)
    return bool((await work.session.execute(select(or_(*found)))).scalar_one())


def _row(work: Work, name: str, key: str, named: UUID) -> ColumnElement[bool]:
    rows = table(name, column("workspace_id", Uuid), column(key, Uuid), schema="rapport")
    return exists().where(rows.c.workspace_id == work.workspace_id, rows.c[key] == named)
