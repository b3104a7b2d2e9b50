"""Which addresses belong to the open internet, and which private ones the operator opened.

The standard library cannot say it: `is_global` is true for NAT64, 6to4, `::127.0.0.1` and multicast, and `is_private`
is false for 100.64.0.0/10. So the networks stand here one by one, after IANA's registries of special-purpose addresses.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Network = IPv4Network | IPv6Network

OPEN_PORTS: Final = frozenset({80, 443})

_REFUSED_IPV4: Final = (
    "0.0.0.0/8",  # this network
    "10.0.0.0/8",
    "100.64.0.0/10",  # carrier-grade NAT; some clouds keep their metadata here
    "127.0.0.0/8",
    "168.63.129.16/32",  # a public address that only machines of one cloud reach, and that configures them
    "169.254.0.0/16",  # link-local; the metadata of most clouds
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",  # 6to4 relays
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",  # multicast
    "240.0.0.0/4",  # reserved, and the broadcast address
)
#: Of IPv6 only this is given to networks of the internet: no loopback, mapped, NAT64, private or multicast address.
_UNICAST_IPV6: Final = IPv6Network("2000::/3")
_REFUSED_IPV6: Final = (
    "2001::/23",  # protocols: Teredo, benchmarks, ORCHID
    "2001:db8::/32",
    "2002::/16",  # 6to4 wraps any IPv4 address
    "2620:4f:8000::/48",
    "3fff::/20",
)
_REFUSED: Final = tuple(ip_network(network) for network in (*_REFUSED_IPV4, *_REFUSED_IPV6))


@dataclass(frozen=True, slots=True)
class Opening:
    """Addresses that the operator allows beside the internet; without a port, those of http and https."""

    network: Network
    port: int | None

    def leads_to(self, address: str, port: int) -> bool:
        """Whether it allows this one."""
        return is_in(address, (self.network,)) and (port in OPEN_PORTS if self.port is None else port == self.port)


def is_of_the_internet(address: str) -> bool:
    """Whether a numeric address is one that anybody could reach.

    Raises:
        ValueError: it is no address.
    """
    parsed = ip_address(address)
    if isinstance(parsed, IPv6Address) and (parsed.scope_id or parsed not in _UNICAST_IPV6):
        return False
    return not is_in(address, _REFUSED)


def is_in(address: str, networks: Iterable[Network]) -> bool:
    """Whether a numeric address is in one of the networks; an IPv4 address in IPv6's clothes is in none of IPv4."""
    parsed = ip_address(address)
    return any(parsed.version == network.version and parsed in network for network in networks)


def openings_of(text: str) -> tuple[Opening, ...]:
    """The openings that a setting names: `10.20.0.0/16, 10.20.0.5:8080, fd00:7::/64, [fd00:7::5]:8080`.

    Raises:
        ValueError: one of them is no network or no port.
    """
    return tuple(_opening(one.strip()) for one in text.split(",") if one.strip())


def _opening(text: str) -> Opening:
    network, port = text, ""
    if text.startswith("["):
        network, bracket, port = text[1:].partition("]")
        if not bracket or (port and not port.startswith(":")):
            raise ValueError(f"{text} is no network")
        port = port.removeprefix(":")
    elif text.count(":") == 1:
        network, _, port = text.partition(":")
    if port and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError(f"{text} names no port")
    return Opening(ip_network(network), int(port) if port else None)
