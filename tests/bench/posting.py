"""A load of webhooks that costs next to nothing: requests made beforehand, written to connections kept open."""

import asyncio
import hashlib
import hmac
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlsplit

import httpx2

from tests.support.tenants import Tenant

ANSWER_SECONDS = 30.0
HEAD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Posting:
    """One request as it goes over the wire, and the word by which its mail is known again."""

    marker: str
    wire: bytes


async def open_source(client: httpx2.AsyncClient, tenant: Tenant) -> dict[str, Any]:
    """A `raw` source of the tenant."""
    headers = {"Authorization": f"Bearer {tenant.token}"}
    body = {"kind": "email", "provider": "raw", "name": "Bench"}
    answer = await client.post("/api/v1/inbound-sources", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def posting(source: dict[str, Any], tenant: Tenant) -> Posting:
    """A mail that concerns the tenant's owner, signed and ready to be sent to the source."""
    marker = secrets.token_hex(8)
    mail = EmailMessage()
    mail["From"] = f"Petri Aho <petri@{tenant.domain}>"
    mail["To"] = "team@berg.example"
    mail["Subject"] = f"Late news on slips {marker}"
    mail["Message-ID"] = f"<{marker}@{tenant.domain}>"
    mail["Date"] = "Fri, 20 Nov 2026 08:15:00 +0000"
    mail.set_content("The go-live moves to week 6.\n" * 10)
    body = mail.as_bytes()
    address = urlsplit(source["url"])
    head = [
        f"POST {address.path} HTTP/1.1",
        f"Host: {address.netloc}",
        "Content-Type: message/rfc822",
        f"X-Rapport-Signature: {hmac.new(source['secret'].encode(), body, hashlib.sha256).hexdigest()}",
        f"Content-Length: {len(body)}",
    ]
    return Posting(marker, "\r\n".join(head).encode() + HEAD_END + body)


async def post_steadily(url: str, postings: Sequence[Posting], *, per_second: float) -> dict[str, float]:
    """Send each at its own moment, however long the answers take; the markers that were taken, with the moment of
    their 2xx (`time.time()`). What is refused or not answered within 30 s is not among them."""
    connections = _Connections(url)
    taken: dict[str, float] = {}
    begun = time.monotonic()
    try:
        async with asyncio.TaskGroup() as group:
            for number, one in enumerate(postings, start=1):
                group.create_task(_post(connections, one, taken))
                await asyncio.sleep(max(0.0, begun + number / per_second - time.monotonic()))
    finally:
        connections.close()
    return taken


async def _post(connections: "_Connections", one: Posting, taken: dict[str, float]) -> None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            status = await connections.ask(one.wire)
    except OSError:
        # Also of the time that is over. A provider would send it again; here its absence is counted.
        return
    if 200 <= status < 300:
        taken[one.marker] = time.time()


class _Connections:
    """Connections to one server; the one used last is used next, so that few stay open."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host, self._port = str(parts.hostname), int(parts.port or 80)
        self._idle: list[_Connection] = []

    async def ask(self, wire: bytes) -> int:
        """The status of the answer."""
        connection = await self._take()
        try:
            status = await connection.ask(wire)
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return status

    def close(self) -> None:
        for connection in self._idle:
            connection.close()

    async def _take(self) -> "_Connection":
        while self._idle:
            connection = self._idle.pop()
            if connection.is_open:
                return connection
        _, made = await asyncio.get_running_loop().create_connection(_Connection, self._host, self._port)
        return made


class _Connection(asyncio.Protocol):
    """One request at a time, answered with a status line and as many bytes as Content-Length says."""

    def __init__(self) -> None:
        self.is_open = False
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[int] | None = None
        self._read = b""

    async def ask(self, wire: bytes) -> int:
        assert self._transport is not None
        self._answer, self._read = asyncio.get_running_loop().create_future(), b""
        self._transport.write(wire)
        return await self._answer

    def close(self) -> None:
        self.is_open = False
        if self._transport is not None:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self.is_open = transport, True

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, end, body = self._read.partition(HEAD_END)
        if end and len(body) >= _length(head) and self._answer is not None and not self._answer.done():
            self._answer.set_result(int(head.split(b" ", 2)[1]))

    def connection_lost(self, error: Exception | None) -> None:
        self.is_open = False
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(ConnectionError(f"the connection was closed: {error!r}"))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0
