"""Reading an address that a stranger wrote, once: what is checked is what is connected to and what is asked for."""

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

import idna

from services.kit.foreign.failures import Refused

LONGEST: Final = 4_000
PORTS: Final = {"http": 80, "https": 443}
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f\\]")
_NAME: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]{0,251}[a-z0-9_])?")
_IN_PATHS: Final = "/%:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. `host` is in ASCII and lower case, without brackets; `path` holds the query too."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port, as the `Host` header names them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def redirected(self, location: str) -> "Target":
        """Where a redirect from here leads.

        Raises:
            Refused: it is no address of the web.
        """
        try:
            return target_of(urljoin(f"{self.scheme}://{self.authority}{self.path}", location.strip()))
        except ValueError:
            raise Refused("a redirect to something unreadable") from None


def target_of(address: str) -> Target:
    """Take an http or https address apart.

    Raises:
        Refused: it is something else, is unreadable, or names a user.
    """
    text = address.strip(" ")
    if len(text) > LONGEST or _UNFIT.search(text):
        raise Refused("too long, or with characters that no address has")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise Refused("unreadable") from None
    if parts.scheme not in PORTS:
        raise Refused("neither http nor https")
    if "@" in parts.netloc:
        raise Refused("with a user")
    path = quote(parts.path or "/", safe=_IN_PATHS)
    query = f"?{quote(parts.query, safe=_IN_PATHS + '?')}" if parts.query else ""
    return Target(
        parts.scheme, _host(parts.hostname or ""), PORTS[parts.scheme] if port is None else port, path + query
    )


def _host(name: str) -> str:
    """The host as the resolver and the certificate know it."""
    if ":" in name:
        try:
            address = IPv6Address(name)
        except ValueError:
            raise Refused("no host") from None
        if address.scope_id:
            raise Refused("an address of one cable")
        return address.compressed
    if not name.isascii():
        try:
            name = idna.encode(name, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError):
            raise Refused("no host") from None
    name = name.lower().removesuffix(".")
    if not _NAME.fullmatch(name) or ".." in name:
        raise Refused("no host")
    return name
