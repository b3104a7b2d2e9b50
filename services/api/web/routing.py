"""The route class and router of every context."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send

from services.api.web.creating import creation_of
from services.api.web.idempotency import Replayed, store_answer
from services.api.web.problems import ProblemRead
from services.api.web.reading import plan_of

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PROBLEM_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemRead"}}}


class RapportRoute(APIRoute):
    """Stores idempotent answers inside the transaction, and lets a started write end though the client hangs up."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        is_writing = WRITING.intersection(self.methods or ())
        self._reads = None if is_writing else plan_of(self.dependant)
        self._creates = creation_of(self) if is_writing else None

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; around the route's application, of which each including router makes one of its own."""
        if scope["method"] in WRITING:
            await asyncio.shield(asyncio.ensure_future(self._write(scope, receive, send)))
            return
        if self._reads is not None and scope["method"] in (self.methods or ()):
            response = await self._reads.answer(Request(scope, receive, send))
            if response is not None:
                await response(scope, receive, send)
                return
        await super().handle(scope, receive, send)

    async def _write(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._creates is None or scope["method"] not in (self.methods or ()):
            await super().handle(scope, receive, send)
            return
        request = Request(scope, receive, send)
        try:
            response = await self._creates.answer(request)
        except ClientDisconnect:
            return
        if response is not None:
            await response(scope, receive, send)
            return
        await super().handle(scope, _again(await request.body(), receive), send)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        endpoint = super().get_route_handler()
        if not WRITING.intersection(self.methods or ()):
            return endpoint

        async def answer(request: Request) -> Response:
            try:
                response = await endpoint(request)
            except Replayed as replayed:
                return replayed.response
            await store_answer(request, response)
            return response

        return answer


def _again(body: bytes, receive: Receive) -> Receive:
    """A body that was read, to be received once more; after it, what the connection says."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return messages.pop() if messages else await receive()

    return received


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for the problems a route answers with, beside 401, 403 and 422."""
    described = {401: "Not signed in", 403: "Not allowed", 404: "Not found", 409: "Conflict", 412: "Changed meanwhile"}
    described |= {
        408: "Too slow",
        413: "Too large",
        422: "Invalid request",
        429: "Too many requests",
        502: "A server elsewhere did not give what was asked for",
        503: "Unavailable",
        504: "A server elsewhere took too long",
    }
    return {
        status: {"description": described[status], "model": ProblemRead, "content": PROBLEM_CONTENT}
        for status in sorted({401, 403, 422, *statuses})
    }


def context_router(prefix: str, tag: str) -> APIRouter:
    """A router for one resource under /api/v1."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=RapportRoute, responses=problems())
