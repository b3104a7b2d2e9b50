"""Connections to foreign addresses: resolved once, every answer checked, and made to the address that was checked.

The name stays in the request and in the TLS handshake; who answers one address first and another later gains nothing.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from httpcore2 import (
    SOCKET_OPTION,
    AnyIOBackend,
    AsyncNetworkBackend,
    AsyncNetworkStream,
    ConnectError,
    ConnectTimeout,
)

from services.kit.foreign.addresses import Target
from services.kit.foreign.failures import Refused, Unreachable
from services.kit.foreign.networks import OPEN_PORTS, Opening, is_of_the_internet

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

RESOLVERS = 4
TRIED = 3
CONNECT_SECONDS = 4.0


class Border(AsyncNetworkBackend):
    """How connections leave."""

    def __init__(
        self,
        *,
        own_host: str,
        openings: Sequence[Opening] = (),
        ports: Collection[int] = OPEN_PORTS,
        resolve: Resolve | None = None,
        network: AsyncNetworkBackend | None = None,
    ) -> None:
        """`own_host` is where we are served ourselves; `ports` are those of the internet that are gone to."""
        self._own_host = own_host.lower().removesuffix(".")
        self._openings, self._ports = tuple(openings), frozenset(ports)
        self._resolve = resolve or Resolver()
        self._network = network or AnyIOBackend()

    def admit(self, target: Target) -> None:
        """Look at an address before anything is asked of the network.

        Raises:
            Refused: it is ourselves, or a port that no web server has.
        """
        if target.host == self._own_host:
            raise Refused("ourselves")
        if target.port not in self._ports and all(target.port != opening.port for opening in self._openings):
            raise Refused("a port that is not open")

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the protocol's own
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        """Connect to one of the host's addresses, having checked them all.

        Raises:
            Refused: one of them is not of the internet, and the operator has not opened it.
            Unreachable: there is none.
            ConnectError: none of the first three took the connection.
            ConnectTimeout: the last of them did not do so in time.
        """
        addresses = await self._checked(host, port)
        seconds = min(timeout or CONNECT_SECONDS, CONNECT_SECONDS)
        for address in addresses[:-1]:
            try:
                return await self._network.connect_tcp(address, port, seconds, local_address, socket_options)
            except (ConnectError, ConnectTimeout):
                continue
        return await self._network.connect_tcp(addresses[-1], port, seconds, local_address, socket_options)

    async def _checked(self, host: str, port: int) -> list[str]:
        addresses = list(dict.fromkeys(await self._resolve(host, port)))
        if not addresses:
            raise Unreachable("the name has no address")
        if not all(self._leads_out(address, port) for address in addresses):
            raise Refused("an address that is not of the internet")
        return addresses[:TRIED]

    def _leads_out(self, address: str, port: int) -> bool:
        is_open = port in self._ports and is_of_the_internet(address)
        return is_open or any(opening.leads_to(address, port) for opening in self._openings)


class Resolver:
    """The machine's own resolver, on threads of its own: a slow name server holds up nothing else."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(RESOLVERS, thread_name_prefix="resolver")

    async def __call__(self, host: str, port: int) -> list[str]:
        """Every address of a host, numeric.

        Raises:
            Unreachable: the name leads nowhere.
        """
        loop = asyncio.get_running_loop()
        try:
            return await loop.run_in_executor(self._threads, _look_up, host, port)
        except (OSError, UnicodeError):
            raise Unreachable("the name is unknown") from None


def _look_up(host: str, port: int) -> list[str]:
    return [str(address[0]) for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
