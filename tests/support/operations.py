"""The operations of the OpenAPI document, and where each of them takes the id of a record."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from fastapi import FastAPI

BASE_PATH = "/api/v1"
Place = Literal["path", "query", "body"]
Schema = dict[str, Any]


@dataclass(frozen=True)
class IdParameter:
    """One id of a record that an operation takes; `trail` leads to it inside the body (`[]` is a list's item)."""

    place: Place
    name: str
    trail: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.place} {'.'.join(self.trail) or self.name}"


@dataclass(frozen=True)
class Operation:
    """One method of one path."""

    method: str
    path: str
    described: Schema
    document: Schema

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def is_public(self) -> bool:
        """Whether the document asks for no token."""
        return not self.described.get("security")

    @property
    def resource(self) -> str:
        """The first path segment, which names the permission."""
        return self.path.split("/")[1]

    @property
    def is_stream(self) -> bool:
        """Whether the answer goes on until somebody hangs up."""
        return self.path.endswith("/stream")

    def parameters(self, place: str) -> list[Schema]:
        """Parameters of the path, query or headers."""
        return [parameter for parameter in self.described.get("parameters", []) if parameter["in"] == place]

    @cached_property
    def body(self) -> Schema | None:
        """The schema of the JSON body."""
        content = self.described.get("requestBody", {}).get("content", {})
        schema = content.get("application/json", {}).get("schema")
        return self.resolved(schema) if schema else None

    def resolved(self, schema: Schema) -> Schema:
        """A schema without its reference."""
        while "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def choices(self, schema: Schema) -> list[Schema]:
        """What a value may be, leaving null out."""
        schema = self.resolved(schema)
        options = schema.get("anyOf") or schema.get("oneOf") or [schema]
        return [self.resolved(option) for option in options if self.resolved(option).get("type") != "null"]

    def ids(self) -> list[IdParameter]:
        """Every place where this operation takes the id of a record."""
        places: tuple[Place, ...] = ("path", "query")
        found = [
            IdParameter(place, parameter["name"])
            for place in places
            for parameter in self.parameters(place)
            if any(_is_id(choice) for choice in self.choices(parameter["schema"]))
        ]
        return found + list(self._ids_within(self.body, ())) if self.body else found

    def _ids_within(self, schema: Schema, trail: tuple[str, ...]) -> Iterator[IdParameter]:
        for choice in self.choices(schema):
            if _is_id(choice) and trail:
                name = next(part for part in reversed(trail) if part != "[]")
                yield IdParameter("body", name, trail)
            if choice.get("type") == "array":
                yield from self._ids_within(choice["items"], (*trail, "[]"))
            for name, inner in choice.get("properties", {}).items():
                yield from self._ids_within(inner, (*trail, name))


def operations(app: FastAPI) -> list[Operation]:
    """Every operation under /api/v1."""
    document = app.openapi()
    return [
        Operation(method.upper(), path.removeprefix(BASE_PATH), described, document)
        for path, methods in document["paths"].items()
        if path.startswith(BASE_PATH)
        for method, described in methods.items()
    ]


def _is_id(schema: Schema) -> bool:
    return schema.get("type") == "string" and schema.get("format") == "uuid"
