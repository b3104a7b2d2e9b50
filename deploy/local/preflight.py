"""What can be wrong before anything starts, each told in one sentence."""

import asyncio
import os
import shutil
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg

from deploy.local.errors import StackError
from deploy.local.ports import is_free
from deploy.local.process import wait_until
from deploy.local.settings import StackSettings

MINIMUM_FREE_BYTES = 200 * 1024 * 1024
PORT_SECONDS = 3.0
CONNECT_SECONDS = 5.0


def check_data_dir(data_dir: Path, *, minimum_free: int = MINIMUM_FREE_BYTES) -> None:
    """Make DATA_DIR (mode 0700 when new) and prove that it can be written to."""
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data_dir / ".probe"
        with probe.open("wb") as file:
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        probe.unlink()
        free = shutil.disk_usage(data_dir).free
    except OSError as error:
        raise StackError(
            f"Rapport cannot write to its data folder {data_dir}: {_reason(error)}; choose another with DATA_DIR."
        ) from None
    if free < minimum_free:
        raise StackError(
            f"The disk of the data folder {data_dir} has {free // 1024**2} MB left and Rapport "
            f"needs {minimum_free // 1024**2} MB: make room, or choose another with DATA_DIR."
        )


def check_port(settings: StackSettings) -> None:
    """Refuse a port that another program holds."""
    for host in settings.binds:
        if not _gets_free(settings.port, host):
            raise StackError(
                f"Port {settings.port} on {host} cannot be used, most likely because another "
                "program uses it: stop that program, or choose another with PORT."
            )


def check_frontend(dist: Path) -> None:
    """Refuse to start without the built frontend."""
    if not (dist / "index.html").is_file():
        raise StackError(f"The frontend is not built ({dist} is missing): start with `make run`.")


def check_database(url: str) -> None:
    """Connect once to the given DATABASE_URL, so that a mistake in it is told as such."""
    try:
        asyncio.run(_connect(url))
    except (
        OSError,
        TimeoutError,
        ValueError,
        asyncpg.PostgresError,
        asyncpg.InterfaceError,
    ) as error:
        raise StackError(
            f"DATABASE_URL does not lead to a PostgreSQL that lets Rapport in "
            f"({_without_password(url)}): {_reason(error)}."
        ) from None


def _gets_free(port: int, host: str) -> bool:
    # What held it may be ending: Ctrl-C and a new start at once is common.
    return wait_until(lambda: is_free(port, host), PORT_SECONDS)


async def _connect(url: str) -> None:
    connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    await connection.close(timeout=CONNECT_SECONDS)


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user = f"{parts.username}@" if parts.username else ""
    return f"{parts.scheme}://{user}{parts.hostname}:{parts.port or 5432}{parts.path}"


def _reason(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "it does not answer"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror.strip().rstrip(".").lower()
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")
