"""What other contexts make findable, written in their transaction."""

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
    await repository.upsert(
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
