"""The smallest body an operation takes, made from its schema, with one id put where a test wants it."""

from collections.abc import Callable
from typing import Any

from services.kit.ids import new_id
from tests.support.builders import KINDS, OCCURRED_AT, Records
from tests.support.operations import Operation, Schema

#: Where the schema alone does not say what is taken.
SAMPLES: dict[str, Callable[[Records], dict[str, Any]]] = {
    "POST /api-keys": lambda _records: {"scopes": ["me:read"]},
    "POST /inbound-sources": lambda _records: {"kind": "email", "provider": "raw"},
    "PATCH /members/{user_id}": lambda _records: {"role": "member"},
    "POST /inbound-messages/{message_id}/match": lambda records: {"customer_id": records["customer"]},
}
#: Values that must differ from call to call.
FRESH = {"key": lambda: f"K{new_id().hex[-6:].upper()}"}
WORDS = {"email": "nobody@people.example", "password": "a-plain-test-passphrase", "address": "nora@people.example"}


def smallest_body(operation: Operation, records: Records) -> dict[str, Any]:
    """Every required field, with ids from `records`."""
    body = _object(operation, operation.body or {}, records)
    sample = SAMPLES.get(str(operation))
    return {**body, **(sample(records) if sample else {})}


def with_id(
    operation: Operation, body: Any, schema: Schema, trail: tuple[str, ...], value: str, records: Records
) -> Any:
    """A copy of `body` in which the place that `trail` leads to holds `value`."""
    if not trail:
        return value
    step, rest = trail[0], trail[1:]
    if step == "[]":
        inner = next(choice for choice in operation.choices(schema) if choice.get("type") == "array")["items"]
        before = body[0] if body else None
        return [with_id(operation, before, inner, rest, value, records)]
    holder = next(choice for choice in operation.choices(schema) if step in choice.get("properties", {}))
    inner = holder["properties"][step]
    changed = dict(body) if isinstance(body, dict) else _object(operation, holder, records)
    changed[step] = with_id(operation, changed.get(step), inner, rest, value, records)
    return changed


def _object(operation: Operation, schema: Schema, records: Records) -> dict[str, Any]:
    holder = next((choice for choice in operation.choices(schema) if "properties" in choice), {})
    return {name: _value(operation, name, holder["properties"][name], records) for name in holder.get("required", [])}


def _value(operation: Operation, name: str, schema: Schema, records: Records) -> Any:
    choice = {**schema, **(operation.choices(schema) or [{}])[0]}
    if name in FRESH:
        return FRESH[name]()
    if name in WORDS:
        return WORDS[name]
    if choice.get("format") == "uuid":
        return records[KINDS[name]]
    if choice.get("type") == "array":
        return [_value(operation, name, choice["items"], records)] if choice.get("minItems") else []
    if choice.get("type") == "object":
        return _object(operation, choice, records)
    return _plain(choice)


def _plain(choice: Schema) -> Any:
    """A text, number or truth value that the schema takes."""
    named = [choice["const"]] if "const" in choice else choice.get("enum") or choice.get("examples")
    if named:
        return named[0]
    by_format = {"date-time": OCCURRED_AT.isoformat(), "date": OCCURRED_AT.date().isoformat()}
    by_type = {"integer": choice.get("minimum", 1), "number": choice.get("minimum", 1), "boolean": False}
    return by_format.get(choice.get("format", "")) or by_type.get(choice.get("type", ""), "Sample")
