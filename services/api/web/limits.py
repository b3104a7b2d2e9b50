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
        await self.app(scope, _counted(receive, limit), send)


def _declared(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > limit:
                raise TooLarge(_sentence(limit))
        return message

    return read


def _sentence(limit: int) -> str:
    return f"The request is larger than {limit // (1024 * 1024)} MiB, which is the most that is accepted here."
