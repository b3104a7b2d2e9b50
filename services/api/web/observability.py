"""One correlation id per request, an answer whatever breaks, a log line per write or failure, and request metrics."""

import time
from functools import cache

from prometheus_client import Counter, Histogram
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.web.problems import unexpected
from services.kit.correlation import HEADER, begin_correlation
from services.kit.telemetry import logger

SLOW_SECONDS = 1.0
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
REQUESTS = Counter(
    "http_requests_total", "Requests answered, by method, route and status class.", ["method", "route", "status"]
)
SECONDS = Histogram(
    "http_request_seconds",
    "From the request's first byte to the answer's first byte.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
)

log = logger(__name__)


class Observability:
    """ASGI middleware; outermost, so that even a refused body has an id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        identifier = begin_correlation(_offered(scope))
        started = time.perf_counter()
        answered = False

        async def observed(message: Message) -> None:
            nonlocal answered
            if message["type"] == "http.response.start":
                answered = True
                MutableHeaders(scope=message).setdefault(HEADER, identifier)
                _note(scope, message["status"], time.perf_counter() - started)
            await send(message)

        try:
            await self.app(scope, receive, observed)
        except Exception as error:
            if answered:
                raise
            # Raised further it would end the connection, which a proxy may be about to use for somebody else.
            await (await unexpected(Request(scope), error))(scope, receive, observed)
        finally:
            if not answered:
                _note(scope, 499, time.perf_counter() - started)


def _offered(scope: Scope) -> str | None:
    wanted = HEADER.lower().encode()
    for name, value in scope["headers"]:
        if name == wanted:
            return str(value, "latin-1")
    return None


@cache
def _series(method: str, route: str, status_class: int) -> tuple[Counter, Histogram]:
    """The series of one kind of request; looking them up by label takes longer than counting."""
    return REQUESTS.labels(method, route, f"{status_class}xx"), SECONDS.labels(method, route)


def _note(scope: Scope, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "unrouted")
    method = scope["method"]
    # A client may invent methods; a series for each would be remembered for ever.
    answered, timed = _series(method if method in METHODS else "OTHER", route, status // 100)
    answered.inc()
    timed.observe(seconds)
    if method in {"GET", "HEAD"} and status < 500 and seconds < SLOW_SECONDS:
        return
    actor = scope.get("rapport.actor")
    log.info(
        "request",
        method=method,
        route=route,
        status=status,
        milliseconds=round(seconds * 1000, 1),
        workspace_id=str(actor.workspace_id) if actor else None,
    )
