"""What the routes of identity stand on."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from services.api.identity.sessions.domain import client_mark, successor_keys
from services.kit.database import Database
from services.kit.passwords import Passwords
from services.kit.settings import Settings
from services.kit.tokens import Tokens


@dataclass(frozen=True)
class Identity:
    """Settings, connections, and the two ways of proving who one is."""

    settings: Settings
    database: Database
    tokens: Tokens
    passwords: Passwords

    @property
    def successor_keys(self) -> tuple[bytes, ...]:
        """The keys that refresh tokens follow from each other under."""
        return successor_keys(self.settings.secret_keys)


async def get_identity(request: Request) -> Identity:
    """Identity's share of the application's parts."""
    parts = request.app.state.parts
    return Identity(parts.settings, parts.database, parts.tokens, parts.passwords)


async def get_client(request: Request) -> bytes:
    """The mark of the calling program, by which a repeated refresh is told from a stolen one."""
    return client_mark(request.headers.get("user-agent", ""))


UsingIdentity = Annotated[Identity, Depends(get_identity)]
Client = Annotated[bytes, Depends(get_client)]
