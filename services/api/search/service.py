"""What other contexts make findable, written in their transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.api.search import repository
from services.kit.work import Work

# to_tsvector refuses texts whose lexemes pass 1 MB; nobody searches for the end of a log that was pasted into a mail.
BODY_CHARACTERS = 50_000
TITLE_CHARACTERS = 500


@dataclass(frozen=True)
class Findable:
    """A record as search sees it."""

    type: str
    id: UUID
    title: str
    body: str = ""
    restricted_to: list[UUID] | None = None


async def make_findable(work: Work, *, record: Findable) -> None:
    """Enter or renew a record."""
    repository.upsert(
        work,
        thing_id=record.id,
        thing_type=record.type,
        title=record.title[:TITLE_CHARACTERS],
        body=record.body[:BODY_CHARACTERS],
        restricted_to=record.restricted_to,
    )


async def forget(work: Work, *, thing_id: UUID) -> None:
    """Take a record out."""
    await repository.delete_entry(work, thing_id=thing_id)


async def forget_all(work: Work, *, thing_ids: Sequence[UUID]) -> None:
    """Take records out."""
    await repository.delete_entries(work, thing_ids=thing_ids)


async def restrict_findables(work: Work, *, thing_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    """Change who may find records that are already entered."""
    await repository.restrict(work, thing_ids=thing_ids, restricted_to=restricted_to)
