"""A page of whatever hangs on one record."""

from uuid import UUID

from fastapi import Response

from services.api.collaboration.subjects.domain import SubjectKind
from services.api.collaboration.subjects.service import demand_shown
from services.kit.actor import Actor
from services.kit.listing import Listing, PageQuery
from services.kit.reads import Reader

EMPTY = b'{"items":[],"next_cursor":null}'


async def page_about(
    listing: Listing,
    reader: Reader,
    actor: Actor,
    *,
    subject_kind: SubjectKind,
    subject_id: UUID,
    limit: int,
    cursor: str | None,
    sort: str,
) -> Response:
    """One page. Only an empty one costs a second read, which tells "nothing yet" from "no such record".

    Raises:
        NotFound: the actor sees no such record.
    """
    query = PageQuery(limit=limit, cursor=cursor, sort=sort, filters={})
    page = await listing.page(reader, actor, query, subject_kind=subject_kind, subject_id=subject_id)
    if page == EMPTY:
        await demand_shown(reader, actor, subject_kind, subject_id)
    return Response(page, media_type="application/json")
