"""Connections to the mail server, kept open between mails."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import aiosmtplib

SEND_SECONDS = 30.0
CHECK_AFTER_IDLE_SECONDS = 3.0
CLOSE_AFTER_IDLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """Where mail is handed over. `smtps://` is TLS from the first byte; `smtp://` takes STARTTLS where offered."""

    host: str
    port: int
    is_tls: bool
    username: str | None
    password: str | None

    @classmethod
    def parse(cls, url: str) -> "SmtpAddress":
        """Read SMTP_URL, `smtp[s]://[user:password@]host[:port]`.

        Raises:
            ValueError: it is no such URL.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("SMTP_URL must look like smtp://host:port or smtps://user:password@host")
        is_tls = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if is_tls else 587 if parts.username else 25),
            is_tls=is_tls,
            username=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


@dataclass(slots=True)
class _Idle:
    client: aiosmtplib.SMTP
    since: float


class SmtpConnections:
    """Lends connected clients; one that failed is closed, one that worked waits for the next mail."""

    def __init__(self, address: SmtpAddress) -> None:
        self._address = address
        self._idle: list[_Idle] = []

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A client that answered a moment ago; raises what aiosmtplib raises while connecting."""
        client = await self._living() or await self._connected()
        try:
            yield client
        except aiosmtplib.SMTPResponseException:
            # A refusal is an answer: the session itself is sound after a reset.
            await self._return_after_reset(client)
            raise
        except BaseException:
            client.close()
            raise
        self._idle.append(_Idle(client, time.monotonic()))

    async def close(self) -> None:
        """Say goodbye on every open connection."""
        while self._idle:
            with suppress(aiosmtplib.SMTPException, OSError):
                await self._idle.pop().client.quit(timeout=2)

    async def _living(self) -> aiosmtplib.SMTP | None:
        while self._idle:
            idle = self._idle.pop()
            seconds = time.monotonic() - idle.since
            if seconds < CHECK_AFTER_IDLE_SECONDS and idle.client.is_connected:
                return idle.client
            if seconds < CLOSE_AFTER_IDLE_SECONDS and idle.client.is_connected:
                with suppress(aiosmtplib.SMTPException, OSError):
                    await idle.client.noop(timeout=2)
                    return idle.client
            idle.client.close()
        return None

    async def _connected(self) -> aiosmtplib.SMTP:
        client = aiosmtplib.SMTP(
            hostname=self._address.host,
            port=self._address.port,
            username=self._address.username,
            password=self._address.password,
            use_tls=self._address.is_tls,
            timeout=SEND_SECONDS,
        )
        await client.connect()
        return client

    async def _return_after_reset(self, client: aiosmtplib.SMTP) -> None:
        try:
            await client.rset(timeout=2)
        except (aiosmtplib.SMTPException, OSError):
            client.close()
        else:
            self._idle.append(_Idle(client, time.monotonic()))
