"""The reference: bare ASGI, an asyncpg pool, a token looked up, one plain statement. No framework, no fence, no checks.

`BENCH_TOKENS=memory` looks the token up in a dict instead of in PostgreSQL.
"""

import hashlib
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import asyncpg
import orjson

from services.api.search.domain import prefix_query
from services.kit.ids import new_id
from tests.bench import reference_sql as sql

Answer = Callable[[asyncpg.Connection, Any, list[str], dict[str, Any], bytes], Awaitable[str]]
SETTINGS = {"jit": "off", "timezone": "UTC", "pg_trgm.word_similarity_threshold": "0.5"}
PREFIX_PARTS = 3


async def customers(connection: Any, actor: Any, _path: list[str], _query: dict[str, Any], _body: bytes) -> str:
    """A page of customers."""
    return str(await connection.fetchval(sql.CUSTOMERS, actor["workspace_id"]))


async def timeline(connection: Any, actor: Any, path: list[str], _query: dict[str, Any], _body: bytes) -> str:
    """A page of a customer's timeline."""
    return str(await connection.fetchval(sql.TIMELINE, actor["workspace_id"], UUID(path[1])))


async def tasks(connection: Any, actor: Any, path: list[str], _query: dict[str, Any], _body: bytes) -> str:
    """A page of a project's tasks."""
    return str(await connection.fetchval(sql.TASKS, actor["workspace_id"], UUID(path[1])))


async def search(connection: Any, actor: Any, _path: list[str], query: dict[str, Any], _body: bytes) -> str:
    """What is found by a name."""
    needle = query["q"][0]
    return str(await connection.fetchval(sql.SEARCH, actor["workspace_id"], needle, prefix_query(needle)))


async def create(connection: Any, actor: Any, _path: list[str], _query: dict[str, Any], body: bytes) -> str:
    """One INSERT with its commit."""
    given = orjson.loads(body)
    values = [given["channel"], given["direction"], datetime.fromisoformat(given["occurred_at"]), given["subject"]]
    values += [given["text"], UUID(given["customer_id"]), actor["user_id"]]
    return str(await connection.fetchval(sql.CREATE, actor["workspace_id"], new_id(), *values))


ROUTES: dict[tuple[str, str], Answer] = {
    ("GET", "customers"): customers,
    ("GET", "customers/timeline"): timeline,
    ("GET", "projects/tasks"): tasks,
    ("GET", "search"): search,
    ("POST", "interactions"): create,
}


class Reference:
    """The ASGI application."""

    def __init__(self) -> None:
        self._pool: asyncpg.Pool | None = None
        self._remembers = os.environ.get("BENCH_TOKENS") == "memory"
        self._known: dict[bytes, Any] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        if scope["path"] == "/readyz":
            await _answer(send, 200, b"{}")
            return
        path = scope["path"].split("/")[PREFIX_PARTS:]
        route = ROUTES[scope["method"], path[0] if len(path) < 3 else f"{path[0]}/{path[2]}"]
        body = (await receive())["body"] if scope["method"] == "POST" else b""
        query = parse_qs(scope["query_string"].decode())
        assert self._pool is not None
        async with self._pool.acquire() as connection:
            actor = await self._actor(connection, scope)
            answer = (await route(connection, actor, path, query, body)).encode() if actor else b"{}"
        await _answer(send, 401 if actor is None else 201 if body else 200, answer)

    async def _actor(self, connection: Any, scope: Any) -> Any:
        bearer = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        token_hash = hashlib.sha256(bearer.removeprefix(b"Bearer ")).digest()
        if not self._remembers:
            return await connection.fetchrow(sql.ACTOR, token_hash)
        if token_hash not in self._known:
            self._known = {row["token_hash"]: row for row in await connection.fetch(sql.TOKENS)}
        return self._known.get(token_hash)

    async def _live(self, receive: Any, send: Any) -> None:
        await receive()
        self._pool = await asyncpg.create_pool(
            os.environ["DATABASE_URL"], min_size=1, max_size=10, server_settings=SETTINGS, reset=_nothing_to_reset
        )
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._pool.close()
        await send({"type": "lifespan.shutdown.complete"})


async def _answer(send: Any, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _nothing_to_reset(_connection: Any) -> None:
    """Single statements leave nothing behind; asyncpg's RESET would be a round trip more."""


def create_reference() -> Reference:
    """The factory for uvicorn."""
    return Reference()
