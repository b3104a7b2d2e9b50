from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

import orjson
from fastapi import Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from services.api.timeline.feed.frames import framed
from services.api.timeline.feed.hub import Hub
from services.api.timeline.feed.repository import events_after
from services.api.web.dependencies import Reading, allowed, authenticated
from services.api.web.page import Limit
from services.api.web.routing import context_router
from services.contracts.envelope import EventActor, Subject
from services.kit.actor import Actor
from services.kit.problems import Problem, invalid_field
from services.kit.tokens import InvalidToken

router = context_router("/events", "events")

Watcher = Annotated[Actor, allowed("events:read")]
MAXIMUM_POSITION = 2**62


class EventRead(BaseModel):
    """Something that happened."""

    id: UUID
    type: str
    version: int
    occurred_at: datetime
    workspace_id: UUID
    actor: EventActor
    subject: Subject
    sequence: int
    position: int
    correlation_id: str
    follows: UUID | None
    project_id: UUID | None
    is_private: bool
    data: dict[str, Any]
    personal: dict[str, Any] | None


class EventPage(BaseModel):
    """`next_after` is the `after` of the next page; there may be nothing there yet."""

    items: list[EventRead]
    next_after: int
    next_cursor: str | None


@router.get("", operation_id="list_events", summary="What happened, in order", response_model=EventPage)
async def list_events(
    actor: Watcher,
    reader: Reading,
    after: Annotated[int, Query(ge=0, le=MAXIMUM_POSITION, description="Only events after this position.")] = 0,
    limit: Limit = 25,
) -> Response:
    items = await events_after(reader, actor, position=after, limit=limit)
    next_after = items[-1]["position"] if items else after
    page = {"items": items, "next_after": next_after, "next_cursor": str(next_after) if len(items) == limit else None}
    return Response(orjson.dumps(page), media_type="application/json")


@router.get(
    "/stream",
    operation_id="stream_events",
    summary="The same, live, as server-sent events",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"text/event-stream": {}}, "description": "`id` is the position; resume with Last-Event-ID."}
    },
)
async def stream_events(
    request: Request,
    actor: Watcher,
    last_event_id: Annotated[str | None, Header(max_length=20)] = None,
) -> StreamingResponse:
    hub: Hub = request.app.state.hub
    events = hub.stream(actor, after=_position(last_event_id))
    return StreamingResponse(
        framed(events, until=_token_end(request), is_admitted=partial(_is_admitted, request, actor)),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _is_admitted(request: Request, actor: Actor) -> bool:
    """Whether the bearer may still do and see exactly what they could when the stream began."""
    try:
        return await authenticated(request) == actor
    except Problem:
        return False


def _token_end(request: Request) -> datetime | None:
    """When the access token ends; None for an API key."""
    bearer = request.headers["authorization"].partition(" ")[2]
    try:
        claims = request.app.state.parts.tokens.verify_access(bearer)
    except InvalidToken:
        return None
    ends: datetime = claims.expires_at
    return ends


def _position(last_event_id: str | None) -> int | None:
    if last_event_id is None:
        return None
    if not last_event_id.isdigit():
        raise invalid_field("/Last-Event-ID", "position_invalid", "Send the id of the last event you received.")
    return min(int(last_event_id), MAXIMUM_POSITION)
