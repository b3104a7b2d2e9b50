"""Pages of the feed that look back."""

from typing import Any

import orjson
from fastapi import Response

from services.api.timeline.feed.domain import EventFilter
from services.api.timeline.feed.repository import events_before
from services.api.timeline.feed.schemas import MAXIMUM_POSITION
from services.kit.actor import Actor
from services.kit.reads import Reader


async def newest_first(
    reader: Reader, actor: Actor, *, before: int | None, limit: int, wanted: EventFilter
) -> dict[str, Any]:
    """One page back from a position, or from the newest."""
    items = await events_before(reader, actor, position=before or MAXIMUM_POSITION, limit=limit, wanted=wanted)
    cursor = str(items[-1]["position"]) if len(items) == limit else None
    return {"items": items, "next_after": items[0]["position"] if items else 0, "next_cursor": cursor}


def json_events(page: dict[str, Any]) -> Response:
    """A page as it is answered."""
    return Response(orjson.dumps(page), media_type="application/json")
