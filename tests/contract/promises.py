"""What a program that uses the API relies on, as lines one can read in a review.

`openapi_promises.txt` is the committed list. A line may be added; a line that goes is a promise broken, except one that
says what a caller must send (`needs`): such a line may go, and may not come for something that is there already.
`python -m tests.contract.promises` adds new lines and refuses the rest; to break a promise, delete its line by hand.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.api.openapi import document

FILE = Path(__file__).with_name("openapi_promises.txt")
NEEDS = " needs "
METHODS = ("get", "post", "put", "patch", "delete")
PREFIX = "#/components/schemas/"

JsonObject = Mapping[str, Any]


def promises(openapi: JsonObject) -> set[str]:
    """Every promise of a document."""
    schemas: JsonObject = openapi.get("components", {}).get("schemas", {})
    lines: set[str] = set()
    sent: set[str] = set()
    answered: set[str] = set()
    for path, item in openapi["paths"].items():
        for method in METHODS:
            if method in item:
                operation = f"{method.upper()} {path}"
                lines |= set(_of_operation(operation, item[method]))
                sent |= set(_named(item[method].get("requestBody", {})))
                answered |= set(_named(item[method].get("responses", {})))
    for name in _with_parts(sent, schemas):
        lines |= set(_of_request(name, schemas[name]))
    for name in _with_parts(answered, schemas):
        lines |= set(_of_answer(name, schemas[name]))
    return lines


def broken(before: set[str], after: set[str]) -> list[str]:
    """Which promises of `before` a caller cannot rely on any more."""
    owners = {line.partition(" (")[0].partition(NEEDS)[0] for line in before}
    gone = [f"gone: {line}" for line in before - after if NEEDS not in line]
    asked = [f"newly asked: {line}" for line in after - before if NEEDS in line and line.partition(NEEDS)[0] in owners]
    return sorted([*gone, *asked])


def committed() -> set[str]:
    """The lines of the committed list."""
    return set(FILE.read_text().splitlines()) if FILE.exists() else set()


def shape(schema: JsonObject) -> str:
    """A schema's type in one word."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(PREFIX)
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            return "|".join(sorted({shape(part) for part in schema[union]}))
    if schema.get("type") == "array":
        return f"list<{shape(schema.get('items', {}))}>"
    kind = schema.get("type") or ("string" if "enum" in schema or "const" in schema else "any")
    return f"{kind}:{schema['format']}" if "format" in schema else str(kind)


def _of_operation(name: str, operation: JsonObject) -> Iterator[str]:
    yield f"{name} (called {operation.get('operationId')})"
    for parameter in operation.get("parameters", []):
        place = f"{parameter['in']} {parameter['name']}"
        yield f"{name} takes {place}: {shape(parameter.get('schema', {}))}"
        if parameter.get("required"):
            yield f"{name}{NEEDS}{place}"
    body = operation.get("requestBody", {})
    for media, content in body.get("content", {}).items():
        yield f"{name} takes {media}: {shape(content.get('schema', {}))}"
    if body.get("required"):
        yield f"{name}{NEEDS}a body"
    for status, answer in operation.get("responses", {}).items():
        for media, content in answer.get("content", {"nothing": {}}).items():
            yield f"{name} answers {status} {media}: {shape(content.get('schema', {}))}"


def _of_request(name: str, schema: JsonObject) -> Iterator[str]:
    yield f"{name} (sent)"
    for value in schema.get("enum", []):
        yield f"{name} accepts {json.dumps(value)}"
    for field, item in schema.get("properties", {}).items():
        yield f"{name} accepts {field}: {shape(item)}"
        for value in _values(item):
            yield f"{name} accepts {field} = {json.dumps(value)}"
    for field in schema.get("required", []):
        yield f"{name}{NEEDS}{field}"


def _of_answer(name: str, schema: JsonObject) -> Iterator[str]:
    for field, item in schema.get("properties", {}).items():
        always = "always " if field in schema.get("required", []) else ""
        yield f"{name} has {always}{field}: {shape(item)}"


def _values(schema: JsonObject) -> Iterator[Any]:
    yield from schema.get("enum", [])
    for union in ("anyOf", "oneOf"):
        for part in schema.get(union, []):
            yield from _values(part)


def _named(part: Any) -> Iterator[str]:
    if isinstance(part, Mapping):
        if "$ref" in part:
            yield str(part["$ref"]).removeprefix(PREFIX)
        for value in part.values():
            yield from _named(value)
    elif isinstance(part, list):
        for value in part:
            yield from _named(value)


def _with_parts(names: set[str], schemas: JsonObject) -> set[str]:
    found: set[str] = set()
    waiting = [name for name in names if name in schemas]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [part for part in _named(schemas[name]) if part in schemas]
    return found


def main() -> int:
    """Add what is new to the committed list; 1 where a promise would be broken."""
    before, after = committed(), promises(document())
    faults = broken(before, after)
    for fault in faults:
        sys.stderr.write(f"{fault}\n")
    if faults:
        sys.stderr.write(f"Callers rely on these. To break one all the same, delete its line from {FILE.name}.\n")
        return 1
    FILE.write_text("".join(f"{line}\n" for line in sorted(after)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
