"""Records by another system's id, and one writer at a time for each id; the index table is kept by triggers."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from services.api.customers import repository
from services.api.web.fields import ExternalRef, with_reference
from services.kit.problems import FieldError, Invalid
from services.kit.work import Work

Kind = Literal["customer", "contact", "project", "task"]

DOTS = frozenset({".", ".."})
OTHER_ID = "No part between slashes may be . or .., since no address can carry it. Give another id."
OTHER_SYSTEM = "A system's name has no slash and is not . or .., so that it can stand in an address. Give another name."


async def take_references(work: Work, *, kind: Kind, references: Sequence[ExternalRef] | None) -> None:
    """Be the only writer of these references until the transaction ends. It comes before the lock of any row.

    Raises:
        Invalid: one of them could not be written in an address.
    """
    if not references:
        return
    _check_addressable(references)
    await repository.lock_references(work, kind=kind, named=[(one.system, one.id) for one in references])


async def take_by_ref(
    work: Work, *, kind: Kind, system: str, external_id: str, references: Sequence[ExternalRef]
) -> tuple[UUID | None, list[ExternalRef]]:
    """The record that another system knows by this id, and the references of a body with this one among them.

    Whoever else asks for the same id waits until the transaction ends, and so finds what is created here.

    Raises:
        Invalid: a reference could not be written in an address.
    """
    named = with_reference(references, system=system, external_id=external_id)
    await take_references(work, kind=kind, references=named)
    return await repository.id_by_ref(work, kind=kind, system=system, external_id=external_id), named


def _check_addressable(references: Sequence[ExternalRef]) -> None:
    """Clients and proxies take dots between slashes for a way up, and a slash ends the name of a system, not an id."""
    wrong = []
    for place, reference in enumerate(references):
        if DOTS.intersection(reference.id.split("/")):
            wrong.append(FieldError(f"/external_refs/{place}/id", "not_addressable", OTHER_ID))
        if reference.system in DOTS or "/" in reference.system:
            wrong.append(FieldError(f"/external_refs/{place}/system", "not_addressable", OTHER_SYSTEM))
    if wrong:
        raise Invalid(errors=wrong)
