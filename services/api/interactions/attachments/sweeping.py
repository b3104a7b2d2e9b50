"""Forgetting files that no attachment names any more, or never did because their transaction was undone."""

from datetime import timedelta

from services.api.interactions.attachments import repository
from services.kit.actor import system_actor
from services.kit.clock import now
from services.kit.database import Database
from services.kit.storage import FileStorage

#: Longer than any transaction that stored a file and has not named it yet.
YOUNG = timedelta(hours=1)
BATCH = 500


async def sweep_files(database: Database, files: FileStorage, *, young: timedelta = YOUNG) -> int:
    """Remove what nothing names; how many files that were."""
    moment = now() - young
    gone = 0
    for workspace_id in await files.workspaces():
        old = await files.kept_before(workspace_id, moment)
        for start in range(0, len(old), BATCH):
            batch = old[start : start + BATCH]
            async with database.work(system_actor(workspace_id), correlation_id="file-sweep") as work:
                named = await repository.named_digests(work, digests=batch)
            for digest in batch:
                if digest not in named:
                    gone += await files.forget(workspace_id, digest, before=moment)
    return gone
