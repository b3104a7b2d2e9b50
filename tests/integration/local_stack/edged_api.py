"""An API with the product's own limits and answers around next to nothing, served as the product is: `PORT`."""

import sys

import uvicorn
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.types import Receive, Scope, Send

from services.api.web.limits import BodyLimit
from services.api.web.observability import Observability


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the body and say yes; `/api/broken` breaks."""
    if scope["path"] == "/api/broken":
        raise RuntimeError("broken")
    has_more = True
    while has_more:
        has_more = (await receive()).get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


if __name__ == "__main__":
    uvicorn.run(
        ServerErrorMiddleware(Observability(BodyLimit(answer))),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="off",
    )
