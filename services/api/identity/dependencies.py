"""What the routes of identity stand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Depends, Request

from services.api.identity.sessions.domain import successor_keys
from services.api.web.dependencies import authenticated
from services.kit.actor import Actor
from services.kit.database import Database
from services.kit.passwords import Passwords
from services.kit.seal import Sealer, derive_key, mail_sealer
from services.kit.settings import Settings
from services.kit.tokens import Tokens
from services.kit.work import Work


class Leaving(Protocol):
    """What a context that stands above gives up when a member leaves, in the transaction in which they do."""

    async def __call__(self, work: Work, *, user_id: UUID) -> None:
        """Let go of the member."""


@dataclass(frozen=True)
class Identity:
    """Settings, connections, and the two ways of proving who one is."""

    settings: Settings
    database: Database
    tokens: Tokens
    passwords: Passwords
    leaving: Sequence[Leaving] = ()

    @cached_property
    def mail_sealer(self) -> Sealer:
        """Seals the tokens that travel by mail."""
        return mail_sealer(self.settings.secret_keys)

    @cached_property
    def device_keys(self) -> tuple[bytes, ...]:
        """The keys that mark devices a person has signed in on, the current one first."""
        return tuple(derive_key(secret, "device") for secret in self.settings.secret_keys)

    @property
    def successor_keys(self) -> tuple[bytes, ...]:
        """The keys that refresh tokens follow from each other under."""
        return successor_keys(self.settings.secret_keys)


async def get_identity(request: Request) -> Identity:
    """Identity's share of the application's parts."""
    parts = request.app.state.parts
    return Identity(parts.settings, parts.database, parts.tokens, parts.passwords, parts.leaving)


async def get_signed_in(request: Request) -> Actor | None:
    """The caller where they sent a token; None where they sent none.

    Raises:
        Unauthenticated: the token is malformed, expired or revoked.
    """
    return await authenticated(request) if "authorization" in request.headers else None


UsingIdentity = Annotated[Identity, Depends(get_identity)]
MaybeSignedIn = Annotated[Actor | None, Depends(get_signed_in)]
