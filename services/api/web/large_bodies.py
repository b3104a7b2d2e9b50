"""Large bodies wait on disk, and one is in memory at a time: however many are sent, the API stays small."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile, mkstemp

from starlette.requests import Request

from services.api.web.limits import declared_bytes, too_large

# What a request may keep in memory while it comes, and what it may when it is whole, without waiting for its turn.
COMING_BYTES, HELD_BYTES = 64 * 1024, 256 * 1024
LARGE_AT_ONCE = 1
TURN_SECONDS = 0.05


def _nameless_file() -> int:
    descriptor, path = mkstemp()
    os.unlink(path)
    return descriptor


# Made before the workers are forked, who all know it by that; a lock on it ends with the worker that held it.
_TURN = _nameless_file()


class LargeBodies:
    """Of one worker; `whole` gives a body to work with, and large ones queue for it, here and beside other workers."""

    def __init__(self, at_once: int = LARGE_AT_ONCE) -> None:
        self._slots = asyncio.Semaphore(at_once)

    @asynccontextmanager
    async def whole(self, request: Request, *, limit: int) -> AsyncIterator[bytes]:
        """The body of a request, all of it.

        Raises:
            TooLarge: it is larger than `limit` bytes.
        """
        if declared_bytes(request.scope) > limit:
            raise too_large(limit)
        with SpooledTemporaryFile(max_size=COMING_BYTES) as spool:
            size = 0
            async for chunk in request.stream():
                size += len(chunk)
                if size > limit:
                    raise too_large(limit)
                spool.write(chunk)
            spool.seek(0)
            if size <= HELD_BYTES:
                yield spool.read()
                return
            async with self._slots, _turn():
                yield spool.read()


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    """Be the one worker of this machine's API that has a large body in memory."""
    while not _is_taken():  # noqa: ASYNC110 - another process has no event of ours to set
        await asyncio.sleep(TURN_SECONDS)
    try:
        yield
    finally:
        fcntl.lockf(_TURN, fcntl.LOCK_UN)


def _is_taken() -> bool:
    try:
        fcntl.lockf(_TURN, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
