"""Hashing of passwords: argon2id, off the event loop, in a small bounded pool of threads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from services.kit.telemetry import logger

log = logger(__name__)

# OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane.
MEMORY_KIB = 19_456
PASSES = 2
LANES = 1
THREADS = 2
WAITING_LIMIT = 128

P = ParamSpec("P")
T = TypeVar("T")


class HashingBusy(Exception):
    """Too many passwords wait to be hashed; the caller should answer 503 rather than queue without bound."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the password fits, and a fresh hash to store when the stored one uses outdated parameters."""

    fits: bool
    renewed_hash: str | None = None


class Passwords:
    """Hashes and verifies. argon2 releases the interpreter lock, so other requests go on meanwhile."""

    def __init__(self, *, threads: int = THREADS, waiting_limit: int = WAITING_LIMIT) -> None:
        self._hasher = PasswordHash((Argon2Hasher(PASSES, MEMORY_KIB, LANES),))
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="passwords")
        self._waiting_limit = waiting_limit
        self._waiting = 0
        # Compared against when the address is unknown, so that the answer takes as long as for a known one.
        self._decoy = self._hasher.hash("no such account")

    async def hash(self, password: str) -> str:
        """The encoded argon2id hash to store.

        Raises:
            HashingBusy: the pool has more waiting than it may.
        """
        return await self._in_thread(self._hasher.hash, password)

    async def verify(self, password: str, stored: str | None) -> Verdict:
        """Whether `password` fits `stored`; None stands for an unknown account and costs the same time.

        No password fits a stored hash that is none; that is logged, as only an operator can have put it there.

        Raises:
            HashingBusy: the pool has more waiting than it may.
        """
        try:
            fits, renewed = await self._in_thread(self._hasher.verify_and_update, password, stored or self._decoy)
        except PwdlibError:
            log.warning("a stored password hash cannot be read; its account can sign in after a reset only")
            return await self.verify(password, None)
        return Verdict(fits=fits and stored is not None, renewed_hash=renewed if stored else None)

    def close(self) -> None:
        """Let the threads end."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _in_thread(self, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        if self._waiting >= self._waiting_limit:
            raise HashingBusy
        self._waiting += 1
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._threads, partial(work, *arguments, **named))
        finally:
            self._waiting -= 1
