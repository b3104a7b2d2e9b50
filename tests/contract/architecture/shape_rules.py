"""House rules on how files look: sizes, names, the product's words, and what no file may hold."""

import ast
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from tests.contract.architecture.source import Source, told

PYTHON_LINES, FUNCTION_LINES, TYPESCRIPT_LINES = 300, 40, 250

MEANINGLESS = frozenset({"util", "utils", "helper", "helpers", "manager", "managers", "misc", "common"})

PRODUCT_WORD = re.compile(
    r"\b(customer|contact|project|interaction|phase|milestone|stakeholder|risk|survey|promise|opportunity|campaign"
    r"|deliverable|invoice|timeline|notifier|inbound)s?\b"
)
# Events carry `project_id` and `is_private` for visibility, so the ground that filters by them has to say their names.
VISIBILITY = re.compile(r"\b(project id|private projects?( ids)?)\b")

# Written in two halves, so that this file holds none of them.
REGISTRIES = ("py" + r"pi\.org", r"python" + r"hosted\.org", r"registry\.np" + r"mjs", r"yarn" + r"pkg\.com")
REGISTRY = re.compile("|".join(REGISTRIES))
MACHINE_PATH = re.compile(r"(?<![\w./$}-])/(?:ho" + r"me/\w|ro" + r"ot/|Us" + r"ers/\w|wo" + r"rk/|tmp/[a-z]+/)")


def long_files(source: Source) -> Iterator[str]:
    """A file that does not fit in a head is two files."""
    allowed = PYTHON_LINES if source.path.endswith(".py") else TYPESCRIPT_LINES
    if source.lines > allowed:
        yield told(source, None, f"{source.lines} lines; {allowed} is the most, split by meaning")


def long_functions(source: Source) -> Iterator[str]:
    """A function does one thing. Migrations list what they make, one after the other."""
    if source.is_under("migrations/versions"):
        return
    for node in source.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield told(source, node, f"{node.name} has {lines} lines; {FUNCTION_LINES} is the most")


def meaningless_names(source: Source) -> Iterator[str]:
    """A module is named after a concept of the product or of its trade."""
    for part in PurePosixPath(source.path).parts:
        words = set(re.split(r"[_.\-]", part.lower()))
        if words & MEANINGLESS:
            yield told(source, None, f"'{part}' names no concept")


def product_words_in_kit(source: Source) -> Iterator[str]:
    """Both services stand on kit, and neither's words are its words."""
    if not source.is_under("services/kit") or source.path.endswith("/weak_passwords.py"):
        return
    for number, line in enumerate(source.text.splitlines(), 1):
        spoken = VISIBILITY.sub("", line.replace("_", " ").lower())
        if found := PRODUCT_WORD.search(spoken):
            yield f"{source.path}:{number}: '{found[0]}' is a word of the product"


def registry_hosts(source: Source) -> Iterator[str]:
    """Locks and settings name no host, so that the repository installs from any mirror."""
    if found := REGISTRY.search(source.text):
        yield told(source, None, f"names the registry {found[0]}")


def addresses_in_locks(source: Source) -> Iterator[str]:
    """A lock says what and which hash, never from where."""
    name = PurePosixPath(source.path).name
    if name == "requirements.lock" and re.search(r"[a-z]+://", source.text):
        yield told(source, None, "holds an address; make it again with make lock")
    if name == "package-lock.json" and ('"resolved"' in source.text or "://" in source.text):
        yield told(source, None, "holds an address; make it again with npm run lock")


def machine_paths(source: Source) -> Iterator[str]:
    """No file knows the machine it was written on."""
    if found := MACHINE_PATH.search(source.text):
        line = source.text.count("\n", 0, found.start()) + 1
        yield f"{source.path}:{line}: {found[0]} is a path of one machine"
