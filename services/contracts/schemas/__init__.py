"""JSON Schemas of every event, as committed beside this file: `<type>.v<version>.json`.

They are written by `python -m services.contracts.schemas`. A committed file is a promise: the command refuses to
overwrite it with one that takes something away, and asks for a new `VERSION` instead.
"""

import json
from pathlib import Path
from typing import Any

import services.contracts.events  # noqa: F401 - fills the registry
from services.contracts.envelope import Envelope
from services.contracts.payload import REGISTRY, Payload

FOLDER = Path(__file__).parent
DIALECT = "https://json-schema.org/draft/2020-12/schema"
BASE = "https://rapport.dev/schemas/events/"

EXAMPLE_ENVELOPE: dict[str, Any] = {
    "id": "0190b6a0-0000-7000-8000-00000000000a",
    "occurred_at": "2026-11-20T08:15:00.000000Z",
    "workspace_id": "0190b6a0-0000-7000-8000-00000000000b",
    "actor": {"kind": "user", "id": "0190b6a0-0000-7000-8000-000000000001"},
    "sequence": 1,
    "position": 42,
    "correlation_id": "0190b6a0-0000-7000-8000-00000000000c",
    "follows": None,
    "project_id": None,
    "is_private": False,
}


def file_name(payload: type[Payload]) -> str:
    """The file of an event type in its present version."""
    return f"{payload.TYPE}.v{payload.VERSION}.json"


def schemas() -> dict[str, dict[str, Any]]:
    """Every registered event's schema by file name."""
    return {file_name(REGISTRY[name]): event_schema(REGISTRY[name]) for name in sorted(REGISTRY)}


def example(payload: type[Payload]) -> dict[str, Any]:
    """A whole event of this type, as it travels."""
    data, personal = payload.model_validate(payload.EXAMPLE).split()
    subject = {"kind": payload.TYPE.partition(".")[0], "id": "0190b6a0-0000-7000-8000-00000000000d"}
    named = {"type": payload.TYPE, "version": payload.VERSION, "subject": subject}
    return {**EXAMPLE_ENVELOPE, **named, "data": data, "personal": personal}


def event_schema(payload: type[Payload]) -> dict[str, Any]:
    """The schema of one event: the envelope, with this type's `data` and `personal`."""
    envelope = Envelope.model_json_schema(mode="serialization")
    own = payload.model_json_schema(mode="serialization")
    personal_names = payload.personal_names()
    fields: dict[str, Any] = own.get("properties", {})
    data = {name: _plain(field) for name, field in fields.items() if name not in personal_names}
    personal = {name: _plain(field) for name, field in fields.items() if name in personal_names}
    properties = {
        **envelope["properties"],
        "type": {"const": payload.TYPE},
        "version": {"const": payload.VERSION},
        "data": {"type": "object", "properties": data, "required": sorted(data)},
        # What is personal can be erased: then null stays, or the fields that were kept.
        "personal": {"type": ["object", "null"], "properties": personal},
    }
    return {
        "$schema": DIALECT,
        "$id": BASE + file_name(payload),
        "title": payload.TYPE,
        "type": "object",
        "properties": properties,
        # The relay writes every field of the envelope; a reader may count on it.
        "required": sorted(properties),
        "$defs": {**envelope.get("$defs", {}), **own.get("$defs", {})},
        "examples": [example(payload)],
    }


def text(schema: dict[str, Any]) -> str:
    """A schema as it is committed."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def broken_promises(before: Any, after: Any, path: str = "") -> list[str]:
    """What a reader of `before` could rely on and of `after` not; each is a sentence with a JSON pointer.

    A field may be added. A field may not go, change its type or format, or stop being there always.
    """
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    broken = [
        f"{path}/{key}: was {json.dumps(before.get(key))}, is {json.dumps(after.get(key))}"
        for key in ("type", "const", "format", "$ref", "anyOf", "pattern")
        if before.get(key) != after.get(key)
    ]
    broken += [
        f"{path}: {value!r} is new among the values, and readers know the old ones"
        for value in after.get("enum", [])
        if "enum" in before and value not in before["enum"]
    ]
    was, now = before.get("properties", {}), after.get("properties", {})
    for name in was:
        if name not in now:
            broken.append(f"{path}/properties/{name}: is gone")
        elif name in before.get("required", []) and name not in after.get("required", []):
            broken.append(f"{path}/properties/{name}: is not always there any more")
        else:
            broken += broken_promises(was[name], now[name], f"{path}/properties/{name}")
    broken += broken_promises(before.get("items"), after.get("items"), f"{path}/items")
    for name in before.get("$defs", {}):
        broken += broken_promises(before["$defs"][name], after.get("$defs", {}).get(name, {}), f"{path}/$defs/{name}")
    return broken


def _plain(field: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in field.items() if key != "personal"}
