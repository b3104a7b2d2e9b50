"""House rules on the modules of the frontend: the ground knows no feature, features know no other, `app` knows all."""

import posixpath
import re
from collections.abc import Iterator

from tests.contract.architecture.source import Source

SOURCES = "frontend/src/"
GROUND = frozenset({"api", "ui", "charts", "locales"})
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*['"]((?:@/|\.{1,2}/)[^'"]+)['"]""")


def upward_imports(source: Source) -> Iterator[str]:
    """An import that goes up, or sideways from one feature to another."""
    if not source.path.startswith(SOURCES):
        return
    own = source.path.removeprefix(SOURCES).split("/")
    for number, line in enumerate(source.text.splitlines(), 1):
        for written in IMPORT.findall(line):
            target = _target(written, own)
            if _is_upward(own, target):
                yield f"{source.path}:{number}: {'/'.join(own[:2])} must not import {'/'.join(target)}"


def _target(written: str, own: list[str]) -> list[str]:
    if written.startswith("@/"):
        return written.removeprefix("@/").split("/")
    return posixpath.normpath(posixpath.join("/".join(own[:-1]), written)).split("/")


def _is_upward(own: list[str], target: list[str]) -> bool:
    if own[0] in GROUND:
        return target[0] in {"features", "app"}
    if own[0] == "features":
        return target[0] == "app" or (target[0] == "features" and target[1] != own[1])
    return False
