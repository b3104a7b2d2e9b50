from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Table, delete, func, literal, update

from services.api.search.models import SearchEntry
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.gathering import put
from services.kit.reads import Reader
from services.kit.work import Work

# One statement; the function runs as rapport_search with its own workspace predicate (see migration 0003).
FIND = """
SELECT thing_type AS type, thing_id::text AS id, title, score,
  ts_headline('simple', body_or_title, words::tsquery,
    'StartSel=<mark>, StopSel=</mark>, MaxWords=18, MinWords=8') AS highlight
FROM (
  SELECT f.*, $3::text AS words,
    replace(replace(replace(CASE WHEN f.body = '' OR f.score > 1 THEN f.title ELSE left(f.body, 5000) END,
      '&', '&amp;'), '<', '&lt;'), '>', '&gt;') AS body_or_title
  FROM rapport.search($1, $2, $3, $4, $5, $6, $7) f
) found ORDER BY score DESC, updated_at DESC, thing_id DESC
"""

PUT_ENTRY = put(cast(Table, SearchEntry.__table__), renewed=("title", "body", "restricted_to", "updated_at"))


def upsert(
    work: Work, *, thing_id: UUID, thing_type: str, title: str, body: str, restricted_to: list[UUID] | None
) -> None:
    """Write a record's entry."""
    values = {
        "workspace_id": work.workspace_id,
        "thing_id": thing_id,
        "thing_type": thing_type,
        "title": title,
        "body": body,
        "restricted_to": restricted_to,
        "updated_at": now(),
    }
    work.gather(PUT_ENTRY, values)


async def delete_entry(work: Work, *, thing_id: UUID) -> None:
    """Delete a record's entry."""
    entry = SearchEntry
    await work.session.execute(delete(entry).where(entry.workspace_id == work.workspace_id, entry.thing_id == thing_id))


async def delete_entries(work: Work, *, thing_ids: Sequence[UUID]) -> None:
    """Delete the entries of records."""
    entry = SearchEntry
    await work.session.execute(
        delete(entry).where(entry.workspace_id == work.workspace_id, _one_of(thing_ids)),
        execution_options={"synchronize_session": False},
    )


async def restrict(work: Work, *, thing_ids: Sequence[UUID], restricted_to: list[UUID] | None) -> None:
    """Set the private projects of records; what is found stays, so `updated_at` does too."""
    entry = SearchEntry
    await work.session.execute(
        update(entry)
        .where(entry.workspace_id == work.workspace_id, _one_of(thing_ids))
        .values(restricted_to=restricted_to, updated_at=entry.updated_at),
        execution_options={"synchronize_session": False},
    )


def _one_of(thing_ids: Sequence[UUID]) -> ColumnElement[bool]:
    # One array parameter: a long plan has more tasks than a statement may have parameters.
    return SearchEntry.thing_id == func.any(literal(list(thing_ids), ARRAY(SearchEntry.thing_id.type)))


async def find(
    reader: Reader, actor: Actor, *, needle: str, words: str, types: Sequence[str] | None, limit: int
) -> list[dict[str, Any]]:
    """The best matches that the actor may see."""
    chosen = None if types is None else list(types)
    rows = await reader.fetch(
        FIND, actor.workspace_id, needle, words, chosen, actor.sees_all, list(actor.private_project_ids), limit
    )
    return [dict(row) for row in rows]
