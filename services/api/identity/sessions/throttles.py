"""Attempts to sign in are counted in PostgreSQL, so that all workers count together (R30).

By account and by address of the caller. Who shows the mark of a device that the person has signed in on is counted
apart from both: a stranger who keeps failing locks out nobody but themselves.
"""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from services.api.identity.dependencies import Identity
from services.api.identity.sessions.devices import is_known_device
from services.api.identity.sessions.domain import Caller
from services.api.identity.sessions.errors import TooManyAttempts, TooManyUnknownLinks
from services.api.identity.sessions.repository import (
    unscoped_count_attempt,
    unscoped_forget_attempts,
    unscoped_throttles,
)
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.database import Database

WINDOW = timedelta(minutes=15)
PER_ACCOUNT = 10
PER_ADDRESS = 100
# Tokens that nobody was given (R40).
TOKEN_WINDOW = timedelta(minutes=10)
UNKNOWN_TOKENS = 50
# One subscriber holds a whole network of this size.
IPV6_PREFIX = 64


@dataclass(frozen=True, slots=True)
class Limit:
    """How many attempts one key has within the window."""

    key: bytes
    most: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, and what it counts against."""

    database: Database
    own: Limit
    shared: tuple[Limit, ...]
    window: timedelta = WINDOW
    refusal: type[TooManyAttempts] = TooManyAttempts

    async def check(self) -> None:
        """Raises TooManyAttempts where a limit was reached."""
        limits = {limit.key: limit.most for limit in (self.own, *self.shared)}
        at = now()
        for key, count, started_at in await unscoped_throttles(self.database.reader, list(limits), at - self.window):
            if count >= limits[key]:
                raise self.refusal(int((started_at + self.window - at).total_seconds()) + 1)

    async def failed(self) -> None:
        """Count it; of those that were under way together, the ones beyond the limit learn nothing."""
        at = now()
        async with self.database.unscoped_session() as session:
            limits = (self.own, *self.shared)
            counts = [await unscoped_count_attempt(session, limit.key, at, at - self.window) for limit in limits]
            await session.commit()
        if any(count > limit.most for count, limit in zip(counts, limits, strict=True)):
            raise self.refusal(int(self.window.total_seconds()))

    async def counted(self) -> None:
        """Raises TooManyAttempts where a limit was reached; else counts it, whatever becomes of it."""
        await self.check()
        await self.failed()

    async def succeeded(self) -> None:
        """Begin to count afresh; beyond the limit even the right password comes too late."""
        await self.check()
        await self.reset()

    async def reset(self) -> None:
        """Begin to count afresh."""
        async with self.database.unscoped_session() as session:
            if await unscoped_forget_attempts(session, self.own.key):
                await session.commit()


def attempt_at(identity: Identity, email: str, user_id: UUID | None, caller: Caller) -> Attempt:
    """An attempt at the account of an address, whether or not there is one."""
    if identity.settings.rate_limits == "off":
        return _Unlimited(identity.database, Limit(b"", 0), ())
    if user_id is not None and is_known_device(caller.device_token, user_id, identity.device_keys):
        own = Limit(_key(identity, f"device {caller.device_token} {user_id}"), PER_ACCOUNT)
        return Attempt(identity.database, own, ())
    shared = Limit(_key(identity, f"address {_network(caller.address)}"), PER_ADDRESS)
    return replace(account_attempt(identity, email), shared=(shared,))


def account_attempt(identity: Identity, email: str) -> Attempt:
    """What is counted of the account of an address, from wherever it is tried."""
    return Attempt(identity.database, Limit(_key(identity, f"account {email.strip().lower()}"), PER_ACCOUNT), ())


def request_at(identity: Identity, caller: Caller) -> Attempt:
    """A request that anybody may make, counted by where it comes from."""
    limit = Limit(_key(identity, f"request {_network(caller.address)}"), PER_ADDRESS)
    return _kind(identity)(identity.database, limit, ())


def unknown_token_at(identity: Identity, caller: Caller) -> Attempt:
    """A token that nobody was given, counted by where it comes from (R40).

    Only such tokens are counted and refused: a provider of mail posts for many customers from one address, and a good
    token is long enough not to need the lock.
    """
    limit = Limit(_key(identity, f"token {_network(caller.address)}"), UNKNOWN_TOKENS)
    return _kind(identity)(identity.database, limit, (), TOKEN_WINDOW, TooManyUnknownLinks)


def use_by(
    identity: Identity, actor: Actor, what: str, *, most: int, window: timedelta, refusal: type[TooManyAttempts]
) -> Attempt:
    """Something costly that a member or a key of theirs asks for, counted over all their sessions."""
    limit = Limit(_key(identity, f"{what} {actor.workspace_id} {actor.user_id or actor.api_key_id}"), most)
    return _kind(identity)(identity.database, limit, (), window, refusal)


def _kind(identity: Identity) -> type[Attempt]:
    return _Unlimited if identity.settings.rate_limits == "off" else Attempt


class _Unlimited(Attempt):
    """With RATE_LIMITS=off nothing is counted."""

    __slots__ = ()

    async def check(self) -> None:
        """Nothing is in the way."""

    async def failed(self) -> None:
        """Nothing is counted."""

    async def succeeded(self) -> None:
        """Nothing was counted."""


def _key(identity: Identity, what: str) -> bytes:
    """Neither addresses nor accounts can be read from the table."""
    return hmac.new(identity.device_keys[0], what.encode(), hashlib.sha256).digest()


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((parsed, IPV6_PREFIX), strict=False)) if parsed.version == 6 else str(parsed)
