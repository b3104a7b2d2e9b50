"""Frees the place of files that nothing names any more."""

import asyncio

from services.api.interactions.attachments.sweeping import sweep_files
from services.api.worker.inbound import UNREACHABLE
from services.kit.backoff import pause
from services.kit.database import Database
from services.kit.storage import FileStorage
from services.kit.telemetry import logger

ROUND_SECONDS = 3600.0

log = logger(__name__)


class FileSweep:
    """Sweeps at the start and every hour."""

    def __init__(self, database: Database, files: FileStorage, *, round_seconds: float = ROUND_SECONDS) -> None:
        self._database, self._files, self._round_seconds = database, files, round_seconds

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep each round until `stop`."""
        while not stop.is_set():
            try:
                if gone := await sweep_files(self._database, self._files):
                    log.info("files swept", files=gone)
            except UNREACHABLE as error:
                log.warning("file sweep interrupted", error=repr(error))
            await pause(stop, self._round_seconds)
