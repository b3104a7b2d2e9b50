"""The file store of a test's instance."""

from services.api.interactions.attachments.keeping import MEBIBYTE, Keeper
from services.api.wiring import Parts
from services.kit.database import Database


def keeper_of(parts: Parts, worker_database: Database) -> Keeper:
    """What the worker of this instance would put files away with."""
    return Keeper(worker_database, parts.files, parts.settings.storage_quota_mb * MEBIBYTE)
