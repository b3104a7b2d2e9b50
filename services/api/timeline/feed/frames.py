"""Server-sent events as bytes (WHATWG HTML, 9.2)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import orjson

from services.kit.clock import now

HEARTBEAT_SECONDS = 15.0
LONGEST_SECONDS = 15 * 60.0
OPENING = b"retry: 1000\n: open\n\n"
HEARTBEAT = b": still here\n\n"


def frame(event: dict[str, Any]) -> bytes:
    """One event; `id` is its position."""
    head = f"id: {event['position']}\nevent: {event['type']}\ndata: "
    return head.encode() + orjson.dumps(event) + b"\n\n"


async def framed(events: AsyncIterator[dict[str, Any]], *, until: datetime | None) -> AsyncIterator[bytes]:
    """Frames with heartbeats; ends when the access token does, so that the browser comes back with a fresh one."""
    loop = asyncio.get_running_loop()
    left = LONGEST_SECONDS if until is None else (until - now()).total_seconds()
    deadline = loop.time() + min(max(left, 0.0), LONGEST_SECONDS)
    waiting: asyncio.Task[dict[str, Any]] | None = None
    yield OPENING
    try:
        while (remaining := deadline - loop.time()) > 0:
            waiting = waiting or asyncio.ensure_future(anext(events))
            done, _ = await asyncio.wait({waiting}, timeout=min(HEARTBEAT_SECONDS, remaining))
            if not done:
                yield HEARTBEAT
                continue
            try:
                yield frame(waiting.result())
            except StopAsyncIteration:
                return
            waiting = None
    finally:
        if waiting is not None:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await events.aclose()  # type: ignore[attr-defined]  # always an async generator
