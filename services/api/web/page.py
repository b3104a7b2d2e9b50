"""Reading `limit`, `cursor` and `sort`, and answering a page."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response

from services.kit.actor import Actor
from services.kit.listing import Listing, PageQuery
from services.kit.reads import Reader

DEFAULT_LIMIT = 25
MAXIMUM_LIMIT = 200

Limit = Annotated[int, Query(ge=1, le=MAXIMUM_LIMIT, description="How many items at most.")]
Cursor = Annotated[str | None, Query(max_length=2000, description="`next_cursor` of the page before.")]
Sort = Annotated[str | None, Query(max_length=60, description="Field to sort by; a leading `-` turns the order round.")]
Text = Annotated[str | None, Query(max_length=200)]
Id = Annotated[UUID | None, Query()]


async def json_page(
    listing: Listing,
    reader: Reader,
    actor: Actor,
    *,
    limit: int,
    cursor: str | None,
    sort: str,
    filters: dict[str, Any] | None = None,
    **values: Any,
) -> Response:
    """One page of a listing as a response; the JSON comes from PostgreSQL as it is."""
    query = PageQuery(limit=limit, cursor=cursor, sort=sort, filters=filters or {})
    page = await listing.page(reader, actor, query, **values)
    return Response(page, media_type="application/json")
