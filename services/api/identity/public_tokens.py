"""Routes that a token alone opens: none may be guessed at length, kept on the way, or told to other sites (R40)."""

from collections.abc import AsyncIterator

from fastapi import Depends, Response

from services.api.identity.dependencies import UsingIdentity
from services.api.identity.sessions.cookies import CalledBy
from services.api.identity.sessions.throttles import unknown_token_at
from services.kit.problems import NotFound

HEADERS = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


async def guard(identity: UsingIdentity, caller: CalledBy, response: Response) -> AsyncIterator[None]:
    """Around a route that answers NotFound to a token that leads nowhere.

    Raises:
        TooManyUnknownLinks: instead, once too many of them came from one place.
    """
    for name, value in HEADERS.items():
        response.headers[name] = value
    try:
        yield
    except NotFound as error:
        await unknown_token_at(identity, caller).failed()
        error.headers = {**error.headers, **HEADERS}
        raise


OpenedByToken = Depends(guard)
