"""A page of any subject's timeline."""

from uuid import UUID

from fastapi import Response

from services.api.timeline.repository import TIMELINE
from services.kit.actor import Actor
from services.kit.listing import Listing, PageQuery
from services.kit.problems import NotFound
from services.kit.reads import Reader

EMPTY = b'{"items":[],"next_cursor":null}'


async def timeline_page(
    reader: Reader,
    actor: Actor,
    subjects: Listing,
    subject_id: UUID,
    *,
    limit: int,
    cursor: str | None,
    thing_type: str | None,
) -> Response:
    """One page, newest first. Only an empty one costs a second read, which tells "nothing yet" from "no such subject".

    Raises:
        NotFound: the actor cannot see the subject.
    """
    query = PageQuery(limit=limit, cursor=cursor, sort="-occurred_at", filters={"type": thing_type})
    page = await TIMELINE.page(reader, actor, query, subject_id=subject_id)
    if page == EMPTY and await subjects.item(reader, actor, subject_id) is None:
        raise NotFound
    return Response(page, media_type="application/json")
