"""One open event stream, read as a browser reads it; the test client waits for whole answers and never sees one."""

import asyncio
from types import TracebackType
from typing import Any, Self

import orjson
from fastapi import FastAPI

from tests.support.workspace import Person

SECONDS = 10.0


class EventStream:
    """`async with EventStream(app, person) as stream: await stream.next()`."""

    def __init__(self, app: FastAPI, person: Person, *, last_event_id: int | None = None) -> None:
        headers = {"authorization": person.client.headers["Authorization"], "host": "127.0.0.1"}
        if last_event_id is not None:
            headers["last-event-id"] = str(last_event_id)
        self._app = app
        self._scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": "/api/v1/events/stream",
            "raw_path": b"/api/v1/events/stream",
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 8000),
        }
        self._opened, self._hung_up = asyncio.Event(), asyncio.Event()
        self._events: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._text = ""

    async def __aenter__(self) -> Self:
        self._answering = asyncio.create_task(self._app(self._scope, self._receive, self._send))
        await asyncio.wait_for(self._opened.wait(), SECONDS)
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._hung_up.set()
        await asyncio.wait_for(self._answering, SECONDS)

    async def next(self) -> dict[str, Any]:
        """The next event: `id` and `event` of its frame, and the envelope as `data`."""
        return await asyncio.wait_for(self._events.get(), SECONDS)

    def waiting(self) -> int:
        """How many events have arrived and were not read."""
        return self._events.qsize()

    async def _receive(self) -> dict[str, Any]:
        await self._hung_up.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            assert message["status"] == 200
            return
        self._text += message.get("body", b"").decode()
        while "\n\n" in self._text:
            frame, self._text = self._text.split("\n\n", 1)
            self._take(frame)

    def _take(self, frame: str) -> None:
        if frame.startswith("retry:"):
            self._opened.set()
        fields = dict(line.split(": ", 1) for line in frame.splitlines() if not line.startswith(":"))
        if "data" in fields:
            self._events.put_nowait({**fields, "data": orjson.loads(fields["data"])})
