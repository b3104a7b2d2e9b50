"""Large bodies wait on disk, and one is in memory at a time: however many are sent, the process stays small."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile

from starlette.requests import Request

from services.api.web.limits import declared_bytes, too_large

HELD_BYTES = 256 * 1024
LARGE_AT_ONCE = 1


class LargeBodies:
    """Of one process; `whole` gives a body to work with, and large ones queue for it."""

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
        with SpooledTemporaryFile(max_size=HELD_BYTES) as spool:
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
            async with self._slots:
                yield spool.read()
