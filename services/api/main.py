"""The application that each worker of the API serves."""

import importlib
import pkgutil
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

import services.api
from services.api.routers import BASE_PATH, ROUTERS
from services.api.timeline.feed.hub import Hub
from services.api.web.document import tell_truly
from services.api.web.heads import Heads
from services.api.web.health import router as health
from services.api.web.large_bodies import LargeBodies
from services.api.web.limits import BodyLimit
from services.api.web.observability import Observability
from services.api.web.problems import install_problem_handlers
from services.api.web.reference import router as reference
from services.api.web.signals import Signals
from services.api.web.termination import on_termination
from services.api.wiring import API_ROLE, Parts, compose
from services.kit.settings import Settings, load_settings
from services.kit.telemetry import configure_logging

DESCRIPTION = """The contract of Rapport, the CRM for teams that deliver projects.

Sign in with `POST /api/v1/auth/token`, or make an API key; send either as `Authorization: Bearer ...`.
Lists are keyset-paged, errors are RFC 9457 problems, `ETag` is the version, and any POST of a signed-in caller takes an
`Idempotency-Key`. `/auth/...` and `/unsubscribe/...` have no caller to keep a key for, and leave it unread."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The ASGI application.

    Raises:
        ConfigurationError: the environment does not describe a system that may start.
    """
    settings = settings or load_settings()
    configure_logging("api")
    parts = compose(settings)
    app = FastAPI(
        title="Rapport",
        version="1.0.0",
        description=DESCRIPTION,
        openapi_url=f"{BASE_PATH}/openapi.json",
        docs_url=None,
        redoc_url=None,
        # Where a redirect led would be taken from what the request says its host is.
        redirect_slashes=False,
        # Our own correlation id and metrics are what operators read; FastAPI keeps books of its own on every call.
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=_lifespan(parts),
    )
    app.state.parts = parts
    app.state.database = parts.database
    app.state.authenticate = parts.authenticator.authenticate
    app.state.large_bodies = LargeBodies()
    declare_problems()
    install_problem_handlers(app)
    for router in ROUTERS:
        app.include_router(router, prefix=BASE_PATH)
    app.include_router(health)
    app.include_router(reference)
    tell_truly(app)
    app.add_middleware(Heads)
    app.add_middleware(BodyLimit)
    app.add_middleware(Observability)
    return app


def declare_problems() -> None:
    """Import every slice's problems, so that a constraint's name finds the problem that declares it."""
    for module in pkgutil.walk_packages(services.api.__path__, "services.api."):
        if module.name.endswith(".errors"):
            importlib.import_module(module.name)


def _lifespan(parts: Parts) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def run(app: FastAPI) -> AsyncIterator[None]:
        signals = Signals(parts.settings.database_url, role=API_ROLE, application="rapport-signals")
        app.state.hub = Hub(parts.database.reader)
        signals.on("rapport_positions", app.state.hub.wake)
        signals.on("rapport_actor", parts.authenticator.forget)
        signals.start()
        # Routes are built when first asked for; one request that matches none would build them all while others wait.
        deque(iter_route_contexts(app.routes), maxlen=0)
        with on_termination(app.state.hub.close):
            yield
        app.state.hub.close()
        await signals.close()
        await parts.close()

    return run
