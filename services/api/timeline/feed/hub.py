"""The live feed inside one process: one read per workspace and wake-up, fanned out to its open streams."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.api.timeline.feed.domain import AUDIT_PERMISSION, is_for_audit
from services.api.timeline.feed.repository import NEWEST_POSITION, OF_ONE_PERSON, events_after
from services.kit.actor import Actor
from services.kit.problems import Problem
from services.kit.reads import Reader
from services.kit.telemetry import logger

BATCH = 500
BUFFERED_EVENTS = 1000

log = logger(__name__)


@dataclass(eq=False)
class Stream:
    """One open connection. A reader that falls too far behind is told to start again."""

    actor: Actor
    queue: "asyncio.Queue[dict[str, Any] | None]" = field(default_factory=lambda: asyncio.Queue(BUFFERED_EVENTS))

    def offer(self, event: dict[str, Any] | None) -> bool:
        """Queue an event; False where the reader is too slow."""
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            return False
        return True


class Workspace:
    """The streams of one workspace and the position they have all been given."""

    def __init__(self, position: int) -> None:
        self.position = position
        self.streams: set[Stream] = set()
        self.reading = asyncio.Lock()


class Hub:
    """Opens streams, and feeds them when PostgreSQL says that events got their positions."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._workspaces: dict[UUID, Workspace] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def wake(self, payload: str) -> None:
        """Workspaces (comma-separated) have new events; '' means any may have."""
        named = {part for part in payload.split(",") if part}
        for workspace_id in list(self._workspaces):
            if not named or str(workspace_id) in named:
                task = asyncio.create_task(self._feed(workspace_id))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def stream(self, actor: Actor, *, after: int | None) -> AsyncIterator[dict[str, Any]]:
        """Events that the actor may see: those after a position first, then live ones, until the hub closes."""
        stream = Stream(actor)
        place = await self._enter(stream)
        seen = place.position if after is None else after
        try:
            while after is not None and seen < place.position:
                missed = await events_after(self._reader, actor, position=seen, limit=BATCH)
                for event in missed:
                    yield event
                if not missed:
                    break
                seen = missed[-1]["position"]
            while (fresh := await stream.queue.get()) is not None:
                if fresh["position"] > seen:
                    yield fresh
        finally:
            self._leave(stream)

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for place in self._workspaces.values():
            for stream in place.streams:
                _end(stream)

    async def _enter(self, stream: Stream) -> Workspace:
        workspace_id = stream.actor.workspace_id
        if workspace_id not in self._workspaces:
            rows = await self._reader.rows(NEWEST_POSITION, workspace_id)
            self._workspaces.setdefault(workspace_id, Workspace(rows[0]["position"] if rows else 0))
        place = self._workspaces[workspace_id]
        place.streams.add(stream)
        if self._closed:
            _end(stream)
        return place

    def _leave(self, stream: Stream) -> None:
        place = self._workspaces.get(stream.actor.workspace_id)
        if place is None:
            return
        place.streams.discard(stream)
        if not place.streams:
            del self._workspaces[stream.actor.workspace_id]

    async def _feed(self, workspace_id: UUID) -> None:
        place = self._workspaces.get(workspace_id)
        if place is None:
            return
        async with place.reading:
            with suppress(Problem):
                await self._read_and_offer(place, workspace_id)

    async def _read_and_offer(self, place: Workspace, workspace_id: UUID) -> None:
        reader = Actor(workspace_id=workspace_id, kind="system", name="feed", sees_all=True)
        while True:
            fresh = await events_after(self._reader, reader, position=place.position, limit=BATCH)
            for event in fresh:
                for stream in list(place.streams):
                    if _may_see(stream.actor, event) and not stream.offer(event):
                        log.info("slow event stream ended", workspace_id=str(workspace_id))
                        place.streams.discard(stream)
                        _end(stream)
                place.position = event["position"]
            if len(fresh) < BATCH:
                return


def _may_see(actor: Actor, event: dict[str, Any]) -> bool:
    if event["type"].startswith(OF_ONE_PERSON):
        return bool(event["data"].get("user_id") == str(actor.user_id))
    if is_for_audit(event["type"]) and not actor.may(AUDIT_PERMISSION):
        return False
    if not event["is_private"] or actor.sees_all:
        return True
    return event["project_id"] is not None and UUID(event["project_id"]) in actor.private_project_ids


def _end(stream: Stream) -> None:
    while not stream.offer(None):
        with suppress(asyncio.QueueEmpty):
            stream.queue.get_nowait()
