"""House rules on routes: who may call them, under which name, and with which connection."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from services.api.identity.policy import SCOPES
from services.api.routers import BASE_PATH
from services.api.web.dependencies import Allowed
from services.api.web.routing import WRITING, RapportRoute

# Called by people who are not signed in yet, by machines with a secret in the address, or by the operator's probes.
PUBLIC = frozenset(
    {
        "POST /auth/register",
        "POST /auth/token",
        "POST /auth/refresh",
        "POST /auth/logout",
        "POST /auth/workspaces",
        "POST /auth/password-reset",
        "POST /auth/password-reset/confirm",
        "POST /invitations/lookup",
        "POST /invitations/accept",
        "GET /unsubscribe/{token}",
        "POST /unsubscribe/{token}",
        "HEAD /inbound/{token}",
        "POST /inbound/{token}",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
        "GET /api/docs",
    }
)

# Every signed-in caller may ask who they are and go to another of their workspaces.
SIGNED_IN = frozenset({"GET /me", "POST /auth/switch"})


def routes_of(routes: Sequence[BaseRoute]) -> list[Any]:
    """Every route with the path, name and dependencies that it is served with, through all included routers."""
    return [found for found in iter_route_contexts(routes) if isinstance(found.original_route, APIRoute)]


def named(route: Any) -> str:
    """`GET /customers/{customer_id}`."""
    return f"{min(route.methods)} {route.path.removeprefix(BASE_PATH)}"


def unguarded(route: Any) -> Iterator[str]:
    """A route asks for the permission that its first path segment and its method name."""
    name, demanded = named(route), _demanded(route.dependant)
    if name in PUBLIC:
        if demanded:
            yield f"{name} is on the public list and asks for {demanded}"
        return
    if not demanded:
        yield f"{name} asks for no sign-in and is not on the public list"
    elif demanded != {None if name in SIGNED_IN else _expected(route)}:
        yield f"{name} asks for {demanded}, not for {_expected(route)}"
    elif not demanded - {None} <= SCOPES:
        yield f"{name} asks for {demanded}, which no role holds"


def nameless(route: Any) -> Iterator[str]:
    """Generated clients and the reference page live on operation ids and summaries."""
    if not (route.operation_id and route.summary):
        yield f"{named(route)} needs an operation_id and a summary"


def misconnected(route: Any) -> Iterator[str]:
    """Reading opens no write transaction; a route class of ours answers whatever writes."""
    writes = bool(WRITING & route.methods)
    if not writes and any(_opens_work(dependant) for dependant in _walk(route.dependant)):
        yield f"{named(route)} reads with a write transaction"
    if writes and not isinstance(route.original_route, RapportRoute):
        yield f"{named(route)} writes outside RapportRoute, so its idempotency key is not kept"


def _expected(route: Any) -> str:
    return f"{route.path.removeprefix(BASE_PATH).split('/')[1]}:{'write' if WRITING & route.methods else 'read'}"


def _demanded(dependant: Dependant) -> set[str | None]:
    return {found.call.permission for found in _walk(dependant) if isinstance(found.call, Allowed)}


def _opens_work(dependant: Dependant) -> bool:
    return getattr(dependant.call, "__qualname__", "").startswith("writing.")


def _walk(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for below in dependant.dependencies:
        yield from _walk(below)
