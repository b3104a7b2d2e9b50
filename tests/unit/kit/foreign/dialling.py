"""Connections that are noted, and an internet of a few addresses that all stand on this machine."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, repeat

from httpcore2 import SOCKET_OPTION, AnyIOBackend, AsyncNetworkBackend, AsyncNetworkStream

from services.kit.foreign.border import Border
from services.kit.foreign.client import ForeignClient
from services.kit.foreign.networks import openings_of

OWN_HOST = "rapport.example"
#: An address of the internet; nothing leaves this machine for it, since a server of the test stands in.
ELSEWHERE = "93.184.215.14"


class Dialled(AsyncNetworkBackend):
    """Connects for real, but to `standing_in` for the addresses that are on this machine; `numbers` says to whom."""

    def __init__(self, standing_in: Mapping[str, int] | None = None) -> None:
        self.numbers: list[str] = []
        self._standing_in = dict(standing_in or {})
        self._network = AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the protocol's own
        local_address: str | None = None,
        socket_options: Iterable[SOCKET_OPTION] | None = None,
    ) -> AsyncNetworkStream:
        self.numbers.append(host)
        if host in self._standing_in:
            host, port = "127.0.0.1", self._standing_in[host]
        return await self._network.connect_tcp(host, port, timeout, local_address, socket_options)


class Names:
    """A name server that answers each name with its lists in turn, the last for ever; `asked` holds the names."""

    def __init__(self, **answers: list[list[str]]) -> None:
        self.asked: list[str] = []
        self._turns: dict[str, Iterator[list[str]]] = {
            name: chain(lists, repeat(lists[-1])) for name, lists in answers.items()
        }
        self._always = [ELSEWHERE]

    def literal(self, *addresses: str) -> None:
        """Answer numbers with themselves."""
        self._turns |= {address: repeat([address]) for address in addresses}

    async def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        return next(self._turns[host]) if host in self._turns else self._always


def client_of(dialled: Dialled, *, port: int = 80, openings: str = "", names: Names | None = None) -> ForeignClient:
    """A client that goes to this port of the internet, so that only addresses are in its way."""
    border = Border(
        own_host=OWN_HOST,
        openings=openings_of(openings),
        ports={80, 443, port},
        resolve=names,
        network=dialled,
    )
    return ForeignClient(border)
