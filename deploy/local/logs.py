"""Log files that stay small: each keeps one older part."""

import shutil
from pathlib import Path

MAXIMUM_BYTES = 20 * 1024 * 1024


def trim(folder: Path, *, maximum: int = MAXIMUM_BYTES) -> list[Path]:
    """Move the content of every log over `maximum` bytes to `<name>.1`; return those trimmed.

    The file itself stays, because its writer holds it open in append mode. Lines written between
    the copy and the cut are lost.
    """
    trimmed = []
    for log in folder.glob("*.log"):
        if log.stat().st_size > maximum:
            shutil.copyfile(log, log.with_suffix(".log.1"))
            with log.open("r+b") as file:
                file.truncate(0)
            trimmed.append(log)
    return trimmed
