"""The servers that are compared: the product and its references, with the same command and the same two workers."""

import contextlib
import hashlib
import secrets
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import asyncpg

from services.kit.clock import now
from services.kit.tokens import Tokens
from tests.bench.engines import LARGE, SMALL, BenchEngines
from tests.bench.rows import Ids
from tests.support.product_processes import ProductProcesses

REFERENCE = "tests.bench.reference:create_reference"
PRODUCT, REFERENCE_NAME, DICT_NAME, SMALL_NAME = "product", "reference", "reference, tokens in a dict", "small"


@dataclass(frozen=True)
class Server:
    """A running server, and how a client of the loaded workspace signs in to it."""

    processes: ProductProcesses
    ids: Ids
    fixed_token: str | None = None

    def token(self) -> str:
        """A token that is good for the next quarter of an hour."""
        if self.fixed_token is not None:
            return self.fixed_token
        tokens = Tokens([self.processes.secret_key], issuer=self.processes.public_url)
        return tokens.sign_access(user_id=self.ids.members[0], workspace_id=self.ids.workspace, token_version=1)


@contextlib.contextmanager
def bench_servers(engines: BenchEngines, large: Ids, small: Ids, reference_token: str) -> Iterator[dict[str, Server]]:
    """All servers, started; idle ones cost nothing."""
    logs = tempfile.TemporaryDirectory(prefix="rapport-bench-")
    superuser = engines.postgres.superuser_dsn
    wanted = {
        PRODUCT: (engines.postgres.dsn_for(LARGE), large, {}),
        SMALL_NAME: (engines.postgres.dsn_for(SMALL), small, {}),
        REFERENCE_NAME: (superuser, large, {"BENCH_TOKENS": "table"}),
        DICT_NAME: (superuser, large, {"BENCH_TOKENS": "memory"}),
    }
    servers: dict[str, Server] = {}
    try:
        for number, (name, (url, ids, extra)) in enumerate(wanted.items()):
            is_reference = "BENCH_TOKENS" in extra
            processes = ProductProcesses(
                database_url=url,
                nats_url=engines.nats.url,
                smtp_url="smtp://127.0.0.1:9",
                folder=Path(logs.name) / str(number),
                extra=extra,
                **({"factory": REFERENCE} if is_reference else {}),
            )
            processes.start("api")
            servers[name] = Server(processes, ids, reference_token if is_reference else None)
        for server in servers.values():
            server.processes.wait_until_ready()
        yield servers
    finally:
        for server in servers.values():
            server.processes.stop()
        logs.cleanup()


async def issue_reference_token(superuser_dsn: str, ids: Ids) -> str:
    """A token that the reference finds in its table."""
    token = secrets.token_urlsafe(32)
    connection = await asyncpg.connect(superuser_dsn)
    try:
        await connection.execute(
            "INSERT INTO bench.tokens VALUES ($1, $2, $3, $4)",
            hashlib.sha256(token.encode()).digest(),
            ids.workspace,
            ids.members[0],
            now() + timedelta(hours=6),
        )
    finally:
        await connection.close()
    return token


async def names_of_customers(superuser_dsn: str) -> list[str]:
    """What people type into search."""
    connection = await asyncpg.connect(superuser_dsn)
    try:
        rows = await connection.fetch("SELECT name FROM rapport.customers ORDER BY id")
    finally:
        await connection.close()
    # Without the running number: a person types the name.
    return [row["name"].rpartition(" ")[0] for row in rows]
