"""Fetching from foreign addresses: no cookies, no proxy, no more time and no more octets than the caller grants."""

import asyncio
import ssl
from functools import cached_property

import httpcore2
from httpcore2 import AsyncConnectionPool

from services.kit.foreign.addresses import Target, target_of
from services.kit.foreign.border import CONNECT_SECONDS, Border
from services.kit.foreign.failures import BadAnswer, TooLarge, TooSlow, Unreachable

AT_ONCE = 12
IDLE_SECONDS = 5.0
MOST_REDIRECTS = 3
REDIRECTS = frozenset({301, 302, 303, 307, 308})
#: Says what asks, and neither for whom nor which instance it is.
USER_AGENT = "Mozilla/5.0 (compatible; Rapport)"


class ForeignClient:
    """One per process. It follows redirects itself, so that each hop is checked like the first."""

    def __init__(self, border: Border, *, tls: ssl.SSLContext | None = None) -> None:
        self._border, self._tls = border, tls
        self._places = asyncio.Semaphore(AT_ONCE)

    @cached_property
    def _pool(self) -> AsyncConnectionPool:
        # Asked for nothing, a process needs no certificates in its memory. Environment variables that name a proxy are
        # not read: behind one, what is connected to would not be what was checked.
        return AsyncConnectionPool(
            ssl_context=self._tls or httpcore2.default_ssl_context(),
            max_connections=AT_ONCE,
            keepalive_expiry=IDLE_SECONDS,
            network_backend=self._border,
        )

    async def fetch(self, address: str, *, most_bytes: int, seconds: float, accept: str = "*/*") -> bytes:
        """What is found at an http or https address; what it says of its own type is not believed, so not told.

        Args:
            address: as a stranger wrote it.
            most_bytes: the most that is taken.
            seconds: for everything together: turn, names, connections, redirects and octets.
            accept: the `Accept` header.

        Raises:
            Refused: it leads, directly or by redirect, where nothing foreign is.
            Unreachable: nobody answers there.
            TooSlow: not everything came in time.
            TooLarge: more came.
            BadAnswer: another status than 200, or more than three redirects.
        """
        target = target_of(address)
        try:
            async with asyncio.timeout(seconds), self._places:
                for _ in range(MOST_REDIRECTS + 1):
                    found = await self._ask(target, most_bytes, accept)
                    if isinstance(found, bytes):
                        return found
                    target = found
        except (TimeoutError, httpcore2.TimeoutException):
            raise TooSlow("the time was over") from None
        except (httpcore2.NetworkError, httpcore2.ProtocolError, ssl.SSLError, OSError) as error:
            raise Unreachable(type(error).__name__) from None
        raise BadAnswer("more redirects than are followed")

    async def close(self) -> None:
        """Close what is open."""
        if "_pool" in self.__dict__:
            await self._pool.aclose()

    async def _ask(self, target: Target, most_bytes: int, accept: str) -> bytes | Target:
        """One request: what came, or where it is said to be."""
        self._border.admit(target)
        headers: dict[bytes | str, bytes | str] = {
            "Host": target.authority,
            "User-Agent": USER_AGENT,
            "Accept": accept,
            # Packed, a little could become a lot.
            "Accept-Encoding": "identity",
        }
        url = httpcore2.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
        )
        timeouts = {"timeout": {"connect": CONNECT_SECONDS}}
        async with self._pool.stream("GET", url, headers=headers, extensions=timeouts) as answer:
            location = _header(answer, b"location")
            if answer.status in REDIRECTS and location:
                return target.redirected(location)
            if answer.status != 200:
                raise BadAnswer(f"status {answer.status}")
            return await _read(answer, most_bytes)


async def _read(answer: httpcore2.Response, most_bytes: int) -> bytes:
    declared = _header(answer, b"content-length")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > most_bytes:
        raise TooLarge("declared")
    octets = bytearray()
    async for chunk in answer.aiter_stream():
        octets += chunk
        if len(octets) > most_bytes:
            raise TooLarge("counted")
    return bytes(octets)


def _header(answer: httpcore2.Response, name: bytes) -> str:
    """A header's first value, "" where there is none."""
    value = next((value for key, value in answer.headers if key.lower() == name), b"")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
