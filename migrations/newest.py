"""The newest revision, read from the files: the API asks at each start, and Alembic takes long to import."""

import re
from pathlib import Path

VERSIONS = Path(__file__).parent / "versions"
REVISION = re.compile(r'^revision = "(\w+)"$', re.MULTILINE)
DOWN_REVISION = re.compile(r'^down_revision = "(\w+)"$', re.MULTILINE)


def newest_revision() -> str:
    """The one revision that no other one follows."""
    texts = [file.read_text() for file in VERSIONS.glob("*.py")]
    followed = {found[1] for text in texts if (found := DOWN_REVISION.search(text))}
    (newest,) = {found[1] for text in texts if (found := REVISION.search(text))} - followed
    return newest
