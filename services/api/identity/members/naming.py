"""Members by id, for contexts that name people."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.api.identity.members import repository
from services.api.identity.policy import sees_all
from services.kit.work import Work


@dataclass(frozen=True)
class NamedMember:
    """A member and whether private projects are open to them without a place there."""

    user_id: UUID
    name: str
    sees_all: bool


async def members_by_id(work: Work, *, user_ids: Sequence[UUID]) -> dict[UUID, NamedMember]:
    """Those of the people who are members of the transaction's workspace."""
    found = await repository.unscoped_names(work, user_ids)
    return {user_id: NamedMember(user_id, name, sees_all(role)) for user_id, (name, role) in found.items()}
