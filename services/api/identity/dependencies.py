"""What the routes of identity stand on; wiring puts one `Identity` on the application."""

from dataclasses import dataclass, field
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
    successor_keys: tuple[bytes, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "successor_keys", successor_keys(self.settings.secret_keys))


async def get_identity(request: Request) -> Identity:
    """The application's `Identity`."""
    identity: Identity = request.app.state.identity
    return identity


async def get_client(request: Request) -> bytes:
    """The mark of the calling program, by which a repeated refresh is told from a stolen one."""
    return client_mark(request.headers.get("user-agent", ""))


UsingIdentity = Annotated[Identity, Depends(get_identity)]
Client = Annotated[bytes, Depends(get_client)]
