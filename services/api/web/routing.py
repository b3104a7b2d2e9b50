"""The route class and router of every context."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from services.api.web.idempotency import Replayed, store_answer
from services.api.web.problems import ProblemRead
from services.api.web.reading import plan_of

WRITING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PROBLEM_CONTENT = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemRead"}}}


class RapportRoute(APIRoute):
    """Stores idempotent answers inside the transaction, and lets a started write end though the client hangs up."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._plan = None if WRITING.intersection(self.methods or ()) else plan_of(self.dependant)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; around the route's application, of which each including router makes one of its own."""
        if scope["method"] in WRITING:
            await asyncio.shield(asyncio.ensure_future(super().handle(scope, receive, send)))
            return
        if self._plan is not None and scope["method"] in (self.methods or ()):
            response = await self._plan.answer(Request(scope, receive, send))
            if response is not None:
                await response(scope, receive, send)
                return
        await super().handle(scope, receive, send)

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


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """OpenAPI responses for the problems a route answers with, beside 401, 403 and 422."""
    described = {401: "Not signed in", 403: "Not allowed", 404: "Not found", 409: "Conflict", 412: "Changed meanwhile"}
    described |= {413: "Too large", 422: "Invalid request", 429: "Too many requests", 503: "Unavailable"}
    return {
        status: {"description": described[status], "model": ProblemRead, "content": PROBLEM_CONTENT}
        for status in sorted({401, 403, 422, *statuses})
    }


def context_router(prefix: str, tag: str) -> APIRouter:
    """A router for one resource under /api/v1."""
    return APIRouter(prefix=prefix, tags=[tag], route_class=RapportRoute, responses=problems())
