"""The demo is removed with one click: it stays away, nothing is left of it, and who asks for it gets it again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest
from fastapi import FastAPI
from httpx2 import ASGITransport, AsyncClient

from deploy.local.nats import NatsServer
from deploy.local.postgres import PostgresServer
from services.api.demo.credentials import Credentials
from services.api.demo.main import DemoRefused, DemoRemoved, ensure_demo
from services.api.interactions.attachments.sweeping import sweep_files
from services.api.main import create_app
from services.api.migrate import migrate_url
from services.api.wiring import WORKER_ROLE, compose
from services.api.worker.erasing import Erasing
from services.kit.listening import direct_connection
from services.kit.settings import Settings

DATABASE = "demo_removal"


@pytest.fixture
async def at_home(
    servers: tuple[PostgresServer, NatsServer], settings: Settings, tmp_path: Path
) -> AsyncIterator[Settings]:
    """An installation of its own: what became of the demo is a matter of the whole database."""
    postgres, _ = servers
    postgres.query(f"CREATE DATABASE {DATABASE} OWNER rapport")
    await migrate_url(postgres.dsn_for(DATABASE))
    yield settings.model_copy(update={"database_url": postgres.dsn_for(DATABASE), "data_dir": str(tmp_path)})
    postgres.query(f"DROP DATABASE {DATABASE} WITH (FORCE)")


@pytest.fixture
async def served(at_home: Settings) -> AsyncIterator[FastAPI]:
    app = create_app(at_home)
    async with app.router.lifespan_context(app):
        yield app


async def signed_in(app: FastAPI, credentials: Credentials) -> AsyncClient:
    client = AsyncClient(transport=ASGITransport(app=app), base_url="http://127.0.0.1:8000/api/v1")
    form = {"username": credentials.email, "password": credentials.password}
    answer = await client.post("/auth/token", data=form)
    assert answer.status_code == 200, answer.text
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


async def erase(settings: Settings) -> None:
    """What notifier and worker do within the minute."""
    url = settings.database_url
    owner = await asyncpg.connect(url)
    await owner.execute("SET ROLE rapport_owner")
    await owner.execute(
        "INSERT INTO notifier.closed_workspaces SELECT id FROM rapport.workspaces WHERE closed_at IS NOT NULL"
    )
    await owner.close()
    erasing = Erasing(url=url, role=WORKER_ROLE, closed=set(), grace=timedelta(0))
    async with direct_connection(url, role=WORKER_ROLE, application="tests") as connection:
        await erasing.round(connection, asyncio.Event())


async def files_left(settings: Settings) -> int:
    """How many files there are after a sweep."""
    parts = compose(settings, role=WORKER_ROLE, application="tests")
    try:
        await sweep_files(parts.database, parts.files, young=timedelta(0))
    finally:
        await parts.close()
    return len([path for path in (Path(settings.data_dir) / "files").rglob("*") if path.is_file()])


async def test_it_goes_for_good_and_comes_back_only_when_asked_for(at_home: Settings, served: FastAPI) -> None:
    credentials = await ensure_demo(at_home)
    eva = await signed_in(served, credentials)
    customers = (await eva.get("/customers")).json()["items"]
    assert await files_left(at_home) > 0

    assert (await eva.post("/workspace/close", json={})).status_code == 204
    with pytest.raises(DemoRemoved, match="make demo"):
        await ensure_demo(at_home)
    with pytest.raises(DemoRefused, match="still being erased"):
        await ensure_demo(at_home, again=True, patience=0)

    await erase(at_home)
    assert await files_left(at_home) == 0
    with pytest.raises(DemoRemoved):
        await ensure_demo(at_home)

    assert await ensure_demo(at_home, again=True) == credentials
    again = await signed_in(served, credentials)
    assert {one["name"] for one in (await again.get("/customers")).json()["items"]} == {
        one["name"] for one in customers
    }
    assert await ensure_demo(at_home) == credentials
