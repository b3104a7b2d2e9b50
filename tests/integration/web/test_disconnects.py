"""R14: clients that hang up at any moment leave no connection, no transaction and no workspace behind."""

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
import pytest
from fastapi import FastAPI

from tests.support.assurance.recording import FigureTaker
from tests.support.engines import Engines
from tests.support.workspace import Person, TestWorkspace, Workspaces

pytestmark = pytest.mark.requirement("R14")

DISCONNECTS, AT_ONCE = 2_000, 16
# Longer than a quiet write takes, so that some clients hang up before, some during and some after it.
MOST_PATIENT_SECONDS = 0.06
STUCK = """
SELECT pid, state, query FROM pg_stat_activity
WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND state_change < now() - interval '5 seconds'
"""

Send = Callable[[dict[str, Any]], Awaitable[None]]


async def hang_up(app: FastAPI, person: Person, intent: str, seconds: float, *, is_cut: bool) -> None:
    """POST a customer and hang up after so long; `is_cut` ends the server's task as well, as a stopping server does."""
    body = orjson.dumps({"name": f"Cut {intent}"})
    gone = asyncio.Event()
    sent_body = False

    async def receive() -> dict[str, Any]:
        nonlocal sent_body
        if not sent_body:
            sent_body = True
            return {"type": "http.request", "body": body, "more_body": False}
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(_message: dict[str, Any]) -> None:
        if gone.is_set():
            raise OSError("the client is gone")

    answering = asyncio.ensure_future(app(_scope(person, intent, len(body)), receive, send))
    await asyncio.wait([answering], timeout=seconds)
    gone.set()
    if is_cut:
        answering.cancel()
    await asyncio.gather(answering, return_exceptions=True)


def _scope(person: Person, intent: str, length: int) -> dict[str, Any]:
    headers = {
        "authorization": person.client.headers["Authorization"],
        "host": "127.0.0.1",
        "content-type": "application/json",
        "content-length": str(length),
        "idempotency-key": intent,
    }
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/api/v1/customers",
        "raw_path": b"/api/v1/customers",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8000),
    }


async def storm(app: FastAPI, workspace: TestWorkspace, seed: int) -> list[str]:
    """So many clients that hang up, some at once; returns the keys they used."""
    chance, slots = random.Random(seed), asyncio.Semaphore(AT_ONCE)
    intents = [f"cut-{seed}-{number}" for number in range(DISCONNECTS)]

    async def one(intent: str) -> None:
        async with slots:
            patience = chance.random() * MOST_PATIENT_SECONDS
            await hang_up(app, workspace.owner, intent, patience, is_cut=chance.random() < 0.5)

    await asyncio.gather(*(one(intent) for intent in intents))
    return intents


async def test_two_thousand_clients_that_hang_up_leave_nothing_behind(
    engines: Engines, app: FastAPI, workspaces: Workspaces, figure: FigureTaker
) -> None:
    workspace, seed = await workspaces.make(), random.randrange(1 << 32)
    superuser = await engines.superuser()
    try:
        intents = await storm(app, workspace, seed)
        # Writes that were shielded from their clients end by themselves.
        await _until_nothing_is_open(superuser)
        assert await superuser.fetch(STUCK) == [], f"seed {seed}"
        assert await _settings_on_checkout(workspace) == {""}, f"seed {seed}"
        rows_before = await _rows(superuser, workspace)
        retried = random.Random(seed).sample(intents, 100)
        for intent in retried:
            answer = await workspace.client.post(
                "/api/v1/customers", json={"name": f"Cut {intent}"}, headers={"Idempotency-Key": intent}
            )
            assert answer.status_code == 201, answer.text
        names = await superuser.fetch(
            "SELECT name, count(*) FROM rapport.customers WHERE workspace_id = $1 GROUP BY name", workspace.id
        )
        assert {row["count"] for row in names} == {1}, f"seed {seed}"
        assert {f"Cut {intent}" for intent in retried} <= {row["name"] for row in names}
    finally:
        await superuser.close()
    figure("R14", "clients that hung up", DISCONNECTS)
    figure("R14", "of them written all the same, once", rows_before)


async def _until_nothing_is_open(superuser: Any) -> None:
    sql = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
      AND (state LIKE 'idle in transaction%' OR state = 'active') AND backend_type = 'client backend'
    """
    async with asyncio.timeout(20):
        while await superuser.fetchval(sql):  # noqa: ASYNC110 - what is awaited happens in PostgreSQL
            await asyncio.sleep(0.05)


async def _settings_on_checkout(workspace: TestWorkspace) -> set[str]:
    """`app.workspace` on every connection of the pools at once; one that leaked could not be taken, and time out."""
    database, ask = workspace.parts.database, "SELECT coalesce(current_setting('app.workspace', true), '')"
    async with contextlib.AsyncExitStack() as taken:
        found = set()
        for pool in (database._driver, database.reader._pool):
            for _ in range(pool._size):
                connection = await taken.enter_async_context(pool.connection())
                found.add(str(await connection.fetchval(ask)))
        for _ in range(database.engine.pool.size()):
            session = await taken.enter_async_context(database.engine.connect())
            found.add(str((await session.exec_driver_sql(ask)).scalar_one()))
        return found


async def _rows(superuser: Any, workspace: TestWorkspace) -> int:
    found: int = await superuser.fetchval(
        "SELECT count(*) FROM rapport.customers WHERE workspace_id = $1", workspace.id
    )
    return found
