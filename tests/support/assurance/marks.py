"""Which tests show which promise, read from the files: `@pytest.mark.requirement("R15")` or a module's `pytestmark`."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MARK = "requirement"


@dataclass(frozen=True, order=True, slots=True)
class Shown:
    """A promise and a test that shows it; `path` from the root of the repository."""

    requirement: str
    path: str
    test: str

    @property
    def words(self) -> str:
        """The name of the test as the sentence it is."""
        return self.test.removeprefix("test_").replace("_", " ")


def shown(root: Path = ROOT) -> list[Shown]:
    """Every mark of the repository."""
    found = []
    for file in sorted((root / "tests").rglob("test_*.py")):
        found += shown_in(file.read_text(encoding="utf-8"), file.relative_to(root).as_posix())
    return sorted(found)


def shown_in(text: str, path: str) -> list[Shown]:
    """The marks of one module."""
    if f"mark.{MARK}(" not in text:
        return []
    body = ast.parse(text).body
    everywhere = [number for node in body if _is_pytestmark(node) for number in _numbers(node)]
    found = []
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            own = [number for decorator in node.decorator_list for number in _numbers(decorator)]
            found += [Shown(number, path, node.name) for number in dict.fromkeys([*everywhere, *own])]
    return found


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(
        isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
    )


def _numbers(node: ast.AST) -> Iterator[str]:
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == MARK:
            yield from (str(argument.value) for argument in call.args if isinstance(argument, ast.Constant))
