"""How large a body may be and how slowly it may come: counted as it comes, whatever Content-Length says."""

import asyncio
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.web.problems import problem_response
from services.kit.problems import Problem

INBOUND_PREFIX = "/api/v1/inbound/"
INBOUND_BYTES = 25 * 1024 * 1024
ORDINARY_BYTES = 1024 * 1024

# A body has this long to begin with, and then must keep up a pace that any line can: 25 MiB within half an hour.
GRACE_SECONDS = 20.0
LEAST_BYTES_PER_SECOND = 16 * 1024

#: What is left of a refused body is not read; the connection it came on is of no more use.
CLOSING = {"Connection": "close"}
# Closed at once, it would be reset under a proxy that is still writing, and the answer lost.
LINGER_SECONDS = 1.0


class TooLarge(Problem):
    slug, title, status = "too-large", "Too large", 413
    default_detail = "The request is larger than what is accepted here. Send less at once."


class TooSlow(Problem):
    slug, title, status = "too-slow", "Too slow", 408
    default_detail = "The request came too slowly and was given up. Please send it again."


class BodyLimit:
    """ASGI middleware that stops reading a body at its limit, or when it dribbles, and answers 413 or 408."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        limit = INBOUND_BYTES if scope["path"].startswith(INBOUND_PREFIX) else ORDINARY_BYTES
        body = _Watched(scope, receive, send, limit)
        if declared_bytes(scope) > limit:
            await problem_response(Request(scope), too_large(limit))(scope, receive, body.send)
            return
        await self.app(scope, body.receive, body.send)


class _Watched:
    """A request whose body is counted and timed. Once it is refused the answer is ours, whatever is made of it."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._limit, self._seen = limit, 0
        self._waited = 0.0
        self._is_whole = False
        self._refusal: Problem | None = None
        self._is_told = False
        self._is_closing = False

    async def receive(self) -> Message:
        message = await self._in_time()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            self._is_whole = not message.get("more_body", False)
            if self._seen > self._limit:
                self._refusal = too_large(self._limit)
                raise self._refusal
        return message

    async def send(self, message: Message) -> None:
        if self._is_told:
            return
        # The framework takes the exception for a body that cannot be parsed, and would say 400.
        if self._refusal is not None and message["type"] == "http.response.start":
            self._is_told = True
            await problem_response(Request(self._scope), self._refusal)(self._scope, self._receive, self._send_on)
            return
        await self._send_on(message)

    async def _send_on(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._is_closing = (b"connection", b"close") in message["headers"]
        is_last = message["type"] == "http.response.body" and not message.get("more_body", False)
        if self._is_whole or not (self._is_closing and is_last):
            await self._send(message)
            return
        await self._send({**message, "more_body": True})
        await asyncio.sleep(LINGER_SECONDS)
        await self._send({"type": "http.response.body", "body": b""})

    async def _in_time(self) -> Message:
        """The next message; only the waiting for the client counts, not what the application does between two."""
        if self._is_whole:
            return await self._receive()
        left = GRACE_SECONDS + self._seen / LEAST_BYTES_PER_SECOND - self._waited
        started = time.monotonic()
        try:
            async with asyncio.timeout(left):
                return await self._receive()
        except TimeoutError:
            self._refusal = TooSlow(headers=CLOSING)
            raise self._refusal from None
        finally:
            self._waited += time.monotonic() - started


def declared_bytes(scope: Scope) -> int:
    """What Content-Length says; 0 where it says nothing."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def too_large(limit: int) -> TooLarge:
    """413, with the limit in words."""
    most = f"{limit // (1024 * 1024)} MiB"
    return TooLarge(f"The request is larger than {most}, which is the most that is accepted here.", headers=CLOSING)
