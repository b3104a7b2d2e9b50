"""How large a body may be: counted as it comes, whatever Content-Length says."""

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.api.web.problems import problem_response
from services.kit.problems import Problem

INBOUND_PREFIX = "/api/v1/inbound/"
INBOUND_BYTES = 25 * 1024 * 1024
ORDINARY_BYTES = 1024 * 1024


class TooLarge(Problem):
    slug, title, status = "too-large", "Too large", 413
    default_detail = "The request is larger than what is accepted here. Send less at once."


async def body_within(request: Request, limit: int) -> bytes:
    """The body of a request whose route takes less than the middleware lets through.

    Raises:
        TooLarge: it is larger than `limit` bytes.
    """
    if _declared(request.scope) > limit:
        raise TooLarge(_sentence(limit))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TooLarge(_sentence(limit))
    return bytes(body)


class BodyLimit:
    """ASGI middleware that stops reading a body at its limit and answers 413."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in {"GET", "HEAD", "OPTIONS"}:
            await self.app(scope, receive, send)
            return
        limit = INBOUND_BYTES if scope["path"].startswith(INBOUND_PREFIX) else ORDINARY_BYTES
        if _declared(scope) > limit:
            await problem_response(Request(scope), TooLarge(_sentence(limit)))(scope, receive, send)
            return
        body = _Counted(scope, receive, send, limit)
        await self.app(scope, body.receive, body.send)


class _Counted:
    """A request whose body is counted. Once it is too large the answer is ours, whatever becomes of the reading."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, limit: int) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._limit, self._seen = limit, 0
        self._is_refused = False

    async def receive(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._seen += len(message.get("body", b""))
            if self._seen > self._limit:
                raise TooLarge(_sentence(self._limit))
        return message

    async def send(self, message: Message) -> None:
        if self._is_refused:
            return
        # The framework takes the exception for a body that cannot be parsed, and would say 400.
        if self._seen > self._limit and message["type"] == "http.response.start":
            self._is_refused = True
            refusal = problem_response(Request(self._scope), TooLarge(_sentence(self._limit)))
            await refusal(self._scope, self._receive, self._send)
            return
        await self._send(message)


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _sentence(limit: int) -> str:
    return f"The request is larger than {limit // (1024 * 1024)} MiB, which is the most that is accepted here."
