"""From an OpenAPI document to one static page. Pure; every text of the document is escaped."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

JsonObject = Mapping[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
CODE = re.compile(r"`([^`]+)`")
REFERENCE = "#/components/schemas/"


def render(document: JsonObject, *, style: str) -> str:
    """The page: contents, operations by tag, schemas."""
    tags = by_tag(document)
    schemas: JsonObject = document.get("components", {}).get("schemas", {})
    info = document["info"]
    title = f"{info['title']} API reference"
    body = "".join(_tag_section(tag, operations) for tag, operations in tags.items())
    shapes = "".join(_schema_section(name, schemas[name]) for name in sorted(schemas))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{style}</style></head><body>'
        f'<a class="skip" href="#main">Skip to the reference</a>{_contents(tags, schemas)}'
        f'<main id="main"><h1>{escape(title)}</h1><p>Version {escape(str(info["version"]))} · '
        f'<a href="/api/v1/openapi.json">openapi.json</a></p><p>{_prose(info.get("description"))}</p>{body}'
        f'<h2 class="tag" id="schemas">Schemas</h2>{shapes}</main></body></html>'
    )


def by_tag(document: JsonObject) -> dict[str, list[tuple[str, str, JsonObject]]]:
    """(method, path, operation) under each tag, tags in the order in which they first appear."""
    found: dict[str, list[tuple[str, str, JsonObject]]] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                tag = (item[method].get("tags") or ["other"])[0]
                found.setdefault(tag, []).append((method, path, item[method]))
    return found


def described_type(schema: JsonObject) -> str:
    """A schema in a few words, as HTML; a named one is a link to its section."""
    if "$ref" in schema:
        name = escape(str(schema["$ref"]).removeprefix(REFERENCE))
        return f'<a href="#schema-{name}">{name}</a>'
    for union in ("anyOf", "oneOf", "allOf"):
        if union in schema:
            return " or ".join(dict.fromkeys(described_type(part) for part in schema[union]))
    if "enum" in schema or "const" in schema:
        values = schema["enum"] if "enum" in schema else [schema["const"]]
        return " ".join(f"<code>{escape(str(value))}</code>" for value in values)
    return _described_shape(schema)


def _described_shape(schema: JsonObject) -> str:
    kind = schema.get("type", "any")
    if kind == "array":
        return f"list of {described_type(schema.get('items', {}))}"
    if kind == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return f"map of {described_type(schema['additionalProperties'])}"
    form = f" ({schema['format']})" if "format" in schema else ""
    return escape(f"{kind}{form}{_bounds(schema)}")


def _bounds(schema: JsonObject) -> str:
    bounds = {
        "from": schema.get("minimum"),
        "up to": schema.get("maximum"),
        "characters from": schema.get("minLength"),
        "characters up to": schema.get("maxLength"),
        "items up to": schema.get("maxItems"),
    }
    return "".join(f", {words} {value}" for words, value in bounds.items() if value is not None)


def _contents(tags: Mapping[str, list[tuple[str, str, JsonObject]]], schemas: JsonObject) -> str:
    parts = ['<nav aria-label="Contents">']
    for tag, operations in tags.items():
        links = "".join(
            f'<li><a href="#{escape(_anchor(operation, method, path))}">'
            f"{escape(operation.get('summary', path))}</a></li>"
            for method, path, operation in operations
        )
        parts.append(f'<h2><a href="#tag-{escape(tag)}">{escape(tag)}</a></h2><ul>{links}</ul>')
    names = "".join(f'<li><a href="#schema-{escape(name)}">{escape(name)}</a></li>' for name in sorted(schemas))
    parts.append(f'<h2><a href="#schemas">Schemas</a></h2><ul>{names}</ul></nav>')
    return "".join(parts)


def _tag_section(tag: str, operations: list[tuple[str, str, JsonObject]]) -> str:
    listed = "".join(_operation(method, path, operation) for method, path, operation in operations)
    return f'<h2 class="tag" id="tag-{escape(tag)}">{escape(tag)}</h2>{listed}'


def _operation(method: str, path: str, operation: JsonObject) -> str:
    anchor = escape(_anchor(operation, method, path))
    described = f"<p>{_prose(operation['description'])}</p>" if operation.get("description") else ""
    return (
        f'<section class="operation" id="{anchor}"><h3><a href="#{anchor}">{escape(operation.get("summary", path))}</a>'
        f'</h3><div class="path"><span class="method {method}">{method.upper()}</span> {escape(path)}</div>{described}'
        f"{''.join(_parts(operation))}</section>"
    )


def _parts(operation: JsonObject) -> Iterator[str]:
    parameters = operation.get("parameters", [])
    if parameters:
        yield "<h4>Parameters</h4>" + _fields(
            (p["name"], p.get("schema", {}), p.get("required", False), f"{p['in']}. {p.get('description', '')}")
            for p in parameters
        )
    content = operation.get("requestBody", {}).get("content", {})
    if content:
        yield "<h4>Request body</h4>" + _fields(
            (media, item.get("schema", {}), operation["requestBody"].get("required", False), "")
            for media, item in content.items()
        )
    yield "<h4>Answers</h4>" + _fields(
        (status, _answer_schema(answer), False, answer.get("description", ""))
        for status, answer in sorted(operation.get("responses", {}).items())
    )


def _answer_schema(answer: JsonObject) -> JsonObject:
    for content in answer.get("content", {}).values():
        schema: JsonObject = content.get("schema", {})
        return schema
    return {"type": "no body"}


def _schema_section(name: str, schema: JsonObject) -> str:
    anchor = f"schema-{escape(name)}"
    described = f"<p>{_prose(schema['description'])}</p>" if schema.get("description") else ""
    needed = set(schema.get("required", []))
    properties: JsonObject = schema.get("properties", {})
    shape = (
        _fields((field, item, field in needed, _notes(item)) for field, item in properties.items())
        if properties
        else f"<p>{described_type(schema)}</p>"
    )
    heading = f'<h3><a href="#{anchor}">{escape(name)}</a></h3>'
    return f'<section class="schema" id="{anchor}">{heading}{described}{shape}</section>'


def _notes(schema: JsonObject) -> str:
    notes = [str(schema["description"])] if schema.get("description") else []
    if schema.get("examples"):
        notes.append(f"Example: `{schema['examples'][0]}`")
    if schema.get("default") not in (None, [], {}):
        notes.append(f"Default: `{schema['default']}`")
    return " ".join(notes)


def _fields(rows: Iterator[tuple[str, JsonObject, bool, str]]) -> str:
    lines = []
    for name, schema, is_needed, note in rows:
        needed = '<span class="needed">required</span>' if is_needed else ""
        told = f"<dd>{_prose(note)}</dd>" if note.strip() else ""
        lines.append(
            f'<div><dt>{escape(str(name))}</dt>{needed}<dd class="type">{described_type(schema)}</dd>{told}</div>'
        )
    return f'<dl class="fields">{"".join(lines)}</dl>'


def _anchor(operation: JsonObject, method: str, path: str) -> str:
    return str(operation.get("operationId") or f"{method}-{path}")


def _prose(text: str | None) -> str:
    return CODE.sub(r"<code>\1</code>", escape(text or ""))
