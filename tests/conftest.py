"""Real engines for every test that needs one: one PostgreSQL, one NATS, one application for the whole run."""

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

# One folder of settings for the whole run, before anything reads the environment.
os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))

import pytest
from fastapi import FastAPI

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from services.api.main import create_app
from services.api.migrate import migrate_url
from services.kit.database import Database
from services.kit.settings import Settings, load_settings
from tests.support.assurance.recording import FigureTaker, Recorder
from tests.support.engines import Engines
from tests.support.workspace import Workspaces


def pytest_configure(config: pytest.Config) -> None:
    """Keep what marked tests show of the promises."""
    config.pluginmanager.register(Recorder(handed_over=getattr(config, "workeroutput", None)))


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> FigureTaker:
    """`figure("R15", "replays", 20)`: a figure for docs/assurance.md."""
    return FigureTaker(request.node)


@pytest.fixture(scope="session")
def servers() -> Iterator[tuple[PostgresServer, NatsServer]]:
    """PostgreSQL and NATS, started once; both throw their data away."""
    with PostgresServer.temporary() as postgres, NatsServer.temporary() as nats:
        yield postgres, nats


@pytest.fixture(scope="session")
async def engines(servers: tuple[PostgresServer, NatsServer]) -> Engines:
    """The engines, migrated."""
    postgres, nats = servers
    await migrate_url(postgres.dsn)
    return Engines(postgres=postgres, nats=nats)


@pytest.fixture(scope="session")
def settings(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of an instance that stands on the engines."""
    folder: Path = tmp_path_factory.mktemp("instance")
    return load_settings().model_copy(
        update={
            "database_url": engines.postgres.dsn,
            "nats_url": engines.nats.url,
            "data_dir": str(folder),
            "rate_limits": "off",
        }
    )


@pytest.fixture(scope="session")
async def app(settings: Settings) -> AsyncIterator[FastAPI]:
    """The application with its lifespan running."""
    application = create_app(settings)
    async with application.router.lifespan_context(application):
        yield application


@pytest.fixture(scope="session")
async def database(engines: Engines) -> AsyncIterator[Database]:
    """Connections as the serving role."""
    opened = Database(engines.postgres.dsn, role="rapport_app", application="rapport-tests", pool_size=5)
    yield opened
    await opened.close()


@pytest.fixture(scope="session")
async def worker_database(engines: Engines) -> AsyncIterator[Database]:
    """Connections as the worker's role."""
    opened = Database(engines.postgres.dsn, role="rapport_worker", application="rapport-tests", pool_size=5)
    yield opened
    await opened.close()


@pytest.fixture
async def workspaces(app: FastAPI) -> AsyncIterator[Workspaces]:
    """Makes workspaces with people in every role; each test makes its own, which is all the isolation it needs."""
    made = Workspaces(app)
    yield made
    await made.close()
