"""Remembering that the embedded database is up to date, so that a second start need not ask."""

import hashlib
from pathlib import Path

from deploy.local.folder import write_private
from deploy.local.product import ROOT

STAMP = "migrated"


class Migrated:
    """A stamp that fits one cluster and one set of migrations; it stops fitting when either changes."""

    def __init__(self, data_dir: Path, run: Path) -> None:
        self._cluster = data_dir / "postgres" / "cluster" / "PG_VERSION"
        self._stamp = run / STAMP

    def is_current(self) -> bool:
        """Whether this cluster was brought to these migrations before."""
        try:
            return self._stamp.read_text() == self._fingerprint()
        except OSError:
            return False

    def remember(self) -> None:
        """Stamp the cluster after a migration that ended well."""
        write_private(self._stamp, self._fingerprint())

    def _fingerprint(self) -> str:
        # A cluster that was thrown away and made anew has another creation file.
        about = self._cluster.stat()
        digest = hashlib.sha256(f"{about.st_ino}:{about.st_mtime_ns}".encode())
        for file in sorted((ROOT / "migrations").rglob("*.py")):
            digest.update(file.name.encode() + file.read_bytes())
        return digest.hexdigest()
