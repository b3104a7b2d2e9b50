from typing import Annotated

import orjson
from fastapi import Query, Response

from services.api.search import repository
from services.api.search.domain import chosen_types, prefix_query, readable_types
from services.api.search.schemas import SearchPage
from services.api.web.dependencies import Reading, allowed
from services.api.web.routing import context_router
from services.kit.actor import Actor

router = context_router("/search", "search")


@router.get("", operation_id="search", summary="Find anything by name or words", response_model=SearchPage)
async def search(
    actor: Annotated[Actor, allowed("search:read")],
    reader: Reading,
    q: Annotated[
        str, Query(min_length=1, max_length=200, description="What to look for; typing errors in names are forgiven.")
    ],
    types: Annotated[list[str] | None, Query(description="Only these types; repeat or separate by commas.")] = None,
    limit: Annotated[int, Query(ge=1, le=50)] = 20,
) -> Response:
    """An API key finds only what its other scopes let it read."""
    readable = readable_types(chosen_types(types), actor.permissions)
    found = await repository.find(reader, actor, needle=q, words=prefix_query(q), types=readable, limit=limit)
    return Response(orjson.dumps({"items": found}), media_type="application/json")
