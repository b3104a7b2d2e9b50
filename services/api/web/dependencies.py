"""What a route asks for: an actor with a permission, the reader, or a write transaction."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer as HTTPBearerModel
from fastapi.security.base import SecurityBase

from services.api.web.idempotency import claim_key
from services.kit.actor import Actor
from services.kit.correlation import correlation_id
from services.kit.database import Database, finish
from services.kit.problems import Unauthenticated
from services.kit.reads import Reader
from services.kit.work import Work

Authenticate = Callable[[str], Awaitable[Actor]]


class Allowed(SecurityBase):
    """A dependency: the caller, signed in and holding one permission (None: any signed-in caller)."""

    def __init__(self, permission: str | None) -> None:
        self.permission = permission
        self.model = HTTPBearerModel(description="An access token, or an API key beginning with `rpk_`.")
        self.scheme_name = "bearer"

    async def __call__(self, request: Request) -> Actor:
        actor = await authenticated(request)
        if self.permission is not None:
            actor.demand(self.permission)
        return actor


async def authenticated(request: Request) -> Actor:
    """The actor of the `Authorization` header.

    Raises:
        Unauthenticated: it is missing, malformed, expired or revoked.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthenticated
    authenticate: Authenticate = request.app.state.authenticate
    actor = await authenticate(token)
    request.scope["rapport.actor"] = actor
    return actor


def allowed(permission: str | None) -> Any:
    """`Annotated[Actor, allowed("customers:read")]`."""
    return Depends(Allowed(permission))


class Writing:
    """How a write route gets its transaction: for callers with one permission."""

    def __init__(self, permission: str | None) -> None:
        self.allowed = Allowed(permission)

    @asynccontextmanager
    async def opened(self, request: Request, actor: Actor) -> AsyncIterator[Work]:
        """A transaction that commits when it is left, before the answer leaves; raising rolls back."""
        database: Database = request.app.state.database
        async with database.opened(actor, correlation_id=correlation_id()) as work:
            request.scope["rapport.work"] = work
            await claim_key(request, work)
            yield work
            await finish(work)


_writings: dict[Callable[..., Any], Writing] = {}


def writing(permission: str | None) -> Any:
    """`Annotated[Work, writing("customers:write")]`: a transaction that commits before the answer leaves."""
    writing = Writing(permission)

    async def open_work(request: Request, actor: Annotated[Actor, Depends(writing.allowed)]) -> AsyncIterator[Work]:
        async with writing.opened(request, actor) as work:
            yield work

    _writings[open_work] = writing
    return Depends(open_work, scope="function")


def writing_of(dependency: Any) -> Writing | None:
    """What `writing` made a dependency of; None for any other dependency."""
    return _writings.get(dependency)


def _reader(request: Request) -> Reader:
    reader: Reader = request.app.state.database.reader
    return reader


async def get_reader(request: Request) -> Reader:
    """The pool that read routes use."""
    return _reader(request)


Reading = Annotated[Reader, Depends(get_reader)]
