"""The repository's files, as the house rules read them."""

import ast
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CODE = ("services", "migrations", "deploy", "tests")
MADE_BY_MACHINES = frozenset(
    {
        ".git",
        ".venv",
        ".data",
        ".cache",
        ".hypothesis",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".import_linter_cache",
        "__pycache__",
        "node_modules",
        "dist",
        "test-results",
    }
)


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the repository, and what is in it."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The syntax tree of a Python file."""
        return ast.parse(self.text)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree; most rules look at all of them."""
        return tuple(ast.walk(self.tree))

    @property
    def lines(self) -> int:
        """How long the file is."""
        return self.text.count("\n") + (not self.text.endswith("\n"))

    def is_under(self, *folders: str) -> bool:
        """Whether the file is in one of these folders."""
        return any(self.path.startswith(f"{folder}/") for folder in folders)


def told(source: Source, node: ast.AST | None, sentence: str) -> str:
    """A violation as a person reads it."""
    line = getattr(node, "lineno", 1)
    return f"{source.path}:{line}: {sentence}"


@lru_cache(maxsize=1)
def every_file() -> tuple[Path, ...]:
    """Every file that people write, wherever it is in the repository."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in MADE_BY_MACHINES and not name.endswith(".egg-info"))
        # In a linked worktree `.git` is a file.
        found += [Path(folder) / name for name in sorted(names) if name not in MADE_BY_MACHINES]
    return tuple(found)


@lru_cache(maxsize=1)
def python_sources() -> tuple[Source, ...]:
    """All Python of the repository."""
    return tuple(_read(path for path in every_file() if path.suffix == ".py"))


@lru_cache(maxsize=1)
def typescript_sources() -> tuple[Source, ...]:
    """All TypeScript that people write; generated declarations are not theirs."""
    paths = (path for path in every_file() if path.suffix in {".ts", ".tsx"} and not path.name.endswith(".d.ts"))
    return tuple(_read(paths))


def text_sources() -> Iterator[Source]:
    """Every file that is text."""
    for path in every_file():
        try:
            yield Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            continue


def _read(paths: Iterable[Path]) -> Iterator[Source]:
    for path in paths:
        yield Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
