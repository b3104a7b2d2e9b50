"""Where the real mail lies, and how it is found. Nothing of it is part of this repository."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("RAPPORT_FIXTURES", ROOT.parent / "shared" / "fixtures")).resolve()
IS_THERE = (FOLDER / "2-mime").is_dir()

_NO_MAIL = re.compile(r"\.(json|xml|list|tnef|csv|arff)$")


@dataclass(frozen=True)
class Case:
    """One file that is to go in as a mail."""

    path: Path

    @property
    def name(self) -> str:
        """Its file name, which says where it is from."""
        return self.path.name

    def raw(self) -> bytes:
        """The bytes, as they are."""
        return self.path.read_bytes()


def mime_cases() -> list[Case]:
    """Every message of `2-mime`, the broken and the bouncing ones included."""
    return _cases("2-mime")


def thread_cases() -> list[Case]:
    """Every message of the real threads in `9-real-data`."""
    return [case for case in _cases("9-real-data") if case.name.startswith("threads__")]


def _cases(folder: str) -> list[Case]:
    if not IS_THERE:
        return []
    found = sorted((FOLDER / folder).iterdir())
    return [Case(path) for path in found if path.is_file() and not _NO_MAIL.search(path.name)]
