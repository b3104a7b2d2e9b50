"""What operators and their probes ask for."""

import asyncpg
import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from services.api.main import create_app
from services.kit.settings import Settings
from tests.support.engines import Engines
from tests.support.workspace import Workspaces

NOWHERE = "127.0.0.1:9"


def client_of(app: FastAPI, *, host: str = "127.0.0.1") -> AsyncClient:
    """A client that seems to call from an address."""
    transport = ASGITransport(app=app, raise_app_exceptions=False, client=(host, 1))
    return AsyncClient(transport=transport, base_url="http://127.0.0.1:8000")


async def test_a_healthy_instance_says_so(workspaces: Workspaces) -> None:
    client = workspaces.anonymous()

    alive, ready = await client.get("/healthz"), await client.get("/readyz")

    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "database": "up", "broker": "up"})


@pytest.mark.requirement("R68")
async def test_without_nats_the_instance_is_ready_and_says_that_the_broker_is_down(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"nats_url": f"nats://{NOWHERE}"}))

    async with client_of(app) as client:
        ready = await client.get("/readyz")
    await app.state.parts.close()

    assert (ready.status_code, ready.json()["broker"]) == (200, "down")


@pytest.mark.requirement("R68")
async def test_without_postgresql_the_instance_lives_and_is_not_ready(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"database_url": f"postgresql://nobody@{NOWHERE}/nothing"}))

    async with client_of(app) as client:
        alive, ready = await client.get("/healthz"), await client.get("/readyz")
    await app.state.parts.close()

    assert (alive.status_code, ready.status_code) == (200, 503)
    assert "database: down" in ready.json()["detail"]
    assert int(ready.headers["Retry-After"]) > 0


@pytest.mark.requirement("R68")
async def test_with_open_migrations_the_instance_is_not_ready(engines: Engines, settings: Settings) -> None:
    name = "rapport_behind"
    engines.postgres.query(f"CREATE DATABASE {name} TEMPLATE template0 OWNER rapport")
    connection = await asyncpg.connect(engines.postgres.dsn_for(name, is_superuser=True))
    await connection.execute("CREATE SCHEMA rapport; GRANT USAGE ON SCHEMA rapport TO rapport_app")
    await connection.execute("CREATE TABLE rapport.alembic_version (version_num text)")
    await connection.execute("INSERT INTO rapport.alembic_version VALUES ('0001')")
    await connection.execute("GRANT SELECT ON rapport.alembic_version TO rapport_app")
    await connection.close()
    app = create_app(settings.model_copy(update={"database_url": engines.postgres.dsn_for(name)}))

    async with client_of(app) as client:
        ready = await client.get("/readyz")
    await app.state.parts.close()
    engines.postgres.query(f"DROP DATABASE {name} WITH (FORCE)")

    assert ready.status_code == 503
    assert "migrations: open" in ready.json()["detail"]


async def test_metrics_are_for_the_machine_itself_and_count_requests(app: FastAPI, workspaces: Workspaces) -> None:
    workspace = await workspaces.make()
    await workspace.client.get("/api/v1/customers")

    async with client_of(app) as near, client_of(app, host="192.0.2.7") as far:
        own, foreign = await near.get("/metrics"), await far.get("/metrics")
        proxied = await near.get("/metrics", headers={"X-Forwarded-For": "192.0.2.7"})
        by_the_edge = await near.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})
        pretended = await far.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"})

    assert (own.status_code, by_the_edge.status_code, pretended.status_code) == (200, 200, 404)
    assert 'http_requests_total{method="GET",route="/customers",status="2xx"}' in own.text
    assert (foreign.status_code, proxied.status_code) == (404, 404)


async def test_with_a_token_metrics_are_for_who_bears_it(settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"metrics_token": "scrape-me-if-you-can"}))

    async with client_of(app, host="192.0.2.7") as client:
        without = await client.get("/metrics")
        wrong = await client.get("/metrics", headers={"Authorization": "Bearer guess"})
        right = await client.get("/metrics", headers={"Authorization": "Bearer scrape-me-if-you-can"})
    await app.state.parts.close()

    assert [answer.status_code for answer in (without, wrong, right)] == [404, 404, 200]
