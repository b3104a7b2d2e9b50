"""Finding a record by another system's id; the index table is kept by triggers."""

from uuid import UUID

from services.api.customers import repository
from services.kit.work import Work


async def id_by_ref(work: Work, *, kind: str, system: str, external_id: str) -> UUID | None:
    """The `customer`, `contact`, `project` or `task` that another system knows by this id."""
    return await repository.id_by_ref(work, kind=kind, system=system, external_id=external_id)
