"""Server-sent events as bytes (WHATWG HTML, 9.2)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from typing import Any

import orjson

from services.kit.clock import now

HEARTBEAT_SECONDS = 15.0
# A removed role or a revoked key is to end the stream within 5 seconds.
ADMISSION_SECONDS = 4.0
LONGEST_SECONDS = 15 * 60.0
OPENING = b"retry: 1000\n: open\n\n"
HEARTBEAT = b": still here\n\n"


def frame(event: dict[str, Any]) -> bytes:
    """One event; `id` is its position."""
    head = f"id: {event['position']}\nevent: {event['type']}\ndata: "
    return head.encode() + orjson.dumps(event) + b"\n\n"


async def framed(
    events: AsyncIterator[dict[str, Any]], *, until: datetime | None, is_admitted: Callable[[], Awaitable[bool]]
) -> AsyncIterator[bytes]:
    """Frames with heartbeats; ends when the access token does, or soon after the reader is admitted no more.

    The browser comes back with a fresh token, and with the position it had reached.
    """
    loop = asyncio.get_running_loop()
    left = LONGEST_SECONDS if until is None else (until - now()).total_seconds()
    deadline = loop.time() + min(max(left, 0.0), LONGEST_SECONDS)
    heard = asked = loop.time()
    waiting: asyncio.Task[dict[str, Any]] | None = None
    yield OPENING
    try:
        while (remaining := deadline - loop.time()) > 0:
            waiting = waiting or asyncio.ensure_future(anext(events))
            done, _ = await asyncio.wait({waiting}, timeout=min(ADMISSION_SECONDS, remaining))
            if loop.time() - asked >= ADMISSION_SECONDS:
                asked = loop.time()
                if not await is_admitted():
                    return
            if done:
                yield frame(waiting.result())
                waiting, heard = None, loop.time()
            elif loop.time() - heard >= HEARTBEAT_SECONDS - ADMISSION_SECONDS:
                yield HEARTBEAT
                heard = loop.time()
    except StopAsyncIteration:
        return
    finally:
        if waiting is not None:
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        await events.aclose()  # type: ignore[attr-defined]  # always an async generator
