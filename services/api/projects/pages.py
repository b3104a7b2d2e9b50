"""A page of what belongs to one project."""

from typing import Any
from uuid import UUID

from fastapi import Response

from services.api.projects.repository import PROJECTS
from services.api.timeline.pages import EMPTY
from services.api.web.page import json_page
from services.kit.actor import Actor
from services.kit.listing import Listing
from services.kit.problems import NotFound
from services.kit.reads import Reader


async def page_of_project(
    listing: Listing,
    reader: Reader,
    actor: Actor,
    *,
    project_id: UUID,
    limit: int,
    cursor: str | None,
    sort: str,
    filters: dict[str, Any] | None = None,
) -> Response:
    """One page. Only an empty one costs a second read, which tells "nothing yet" from "no such project".

    Raises:
        NotFound: the actor sees no such project.
    """
    page = await json_page(
        listing, reader, actor, limit=limit, cursor=cursor, sort=sort, filters=filters, project_id=project_id
    )
    if page.body == EMPTY and await PROJECTS.item(reader, actor, project_id) is None:
        raise NotFound
    return page
