"""Every route is guarded by the permission its path and method name, and says what it is called."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Annotated, Any

import pytest
from fastapi import APIRouter

from services.api.main import create_app
from services.api.web.dependencies import allowed, writing
from services.api.web.routing import context_router
from services.kit.actor import Actor
from services.kit.settings import Settings
from services.kit.work import Work
from tests.contract.architecture import route_rules

Rule = Callable[[Any], Iterator[str]]

ROUTES = route_rules.routes_of(create_app(Settings(_env_file=None, secret_key=secrets.token_hex())).routes)
RULES: tuple[Rule, ...] = (route_rules.unguarded, route_rules.nameless, route_rules.misconnected)


async def reads(actor: Annotated[Actor, allowed("customers:read")]) -> None:
    """A reader's endpoint."""


async def writes(work: Annotated[Work, writing("customers:write")]) -> None:
    """A writer's endpoint."""


async def anybody() -> None:
    """An endpoint that asks nothing."""


def planted(method: str, path: str, endpoint: Callable[..., object], *, router: APIRouter | None = None) -> Any:
    """A route that breaks a rule."""
    router = router or context_router("", "planted")
    router.add_api_route(path, endpoint, methods=[method], operation_id="planted", summary="Planted")
    return route_rules.routes_of(router.routes)[0]


PLANTED: dict[str, tuple[Rule, Any]] = {
    "a route without sign-in": (route_rules.unguarded, planted("GET", "/customers", anybody)),
    "another resource's permission": (route_rules.unguarded, planted("GET", "/projects", reads)),
    "a write under a read permission": (route_rules.unguarded, planted("POST", "/customers", reads)),
    "a public route that asks for sign-in": (route_rules.unguarded, planted("POST", "/auth/token", reads)),
    "a read with a write transaction": (route_rules.misconnected, planted("GET", "/customers", writes)),
    "a write on a plain route": (
        route_rules.misconnected,
        planted("POST", "/customers", writes, router=APIRouter()),
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_route_keeps_the_rule(rule: Rule) -> None:
    assert [broken for route in ROUTES for broken in rule(route)] == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_route_is_caught(name: str) -> None:
    rule, route = PLANTED[name]

    assert len(list(rule(route))) == 1


def test_a_route_without_a_name_is_caught() -> None:
    router = context_router("/customers", "planted")
    router.add_api_route("", reads, methods=["GET"])

    assert list(route_rules.nameless(route_rules.routes_of(router.routes)[0])) != []


def test_no_two_routes_share_an_operation_id() -> None:
    used = Counter(route.operation_id for route in ROUTES)

    assert [name for name, count in used.items() if count > 1] == []


def test_the_short_lists_name_only_routes_that_are_there() -> None:
    there = {route_rules.named(route) for route in ROUTES}

    assert there >= route_rules.PUBLIC | route_rules.SIGNED_IN
