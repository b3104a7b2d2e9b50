"""The committed JSON Schemas of events: fresh, true, and promises that are kept."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from services.contracts.payload import REGISTRY, Payload
from services.contracts.schemas import FOLDER, broken_promises, example, file_name, schemas, text
from services.contracts.schemas.__main__ import write

PRESENT = schemas()
TYPES = sorted(REGISTRY)


def committed(name: str) -> dict[str, Any]:
    """A committed schema."""
    schema: dict[str, Any] = json.loads((FOLDER / name).read_text())
    return schema


@pytest.mark.parametrize("name", sorted(PRESENT))
def test_the_committed_schema_is_fresh(name: str) -> None:
    assert (FOLDER / name).exists(), "run: python -m services.contracts.schemas"
    assert (FOLDER / name).read_text() == text(PRESENT[name]), "run: python -m services.contracts.schemas"


@pytest.mark.parametrize("event_type", TYPES)
def test_the_example_is_valid(event_type: str) -> None:
    payload = REGISTRY[event_type]

    validator = Draft202012Validator(committed(file_name(payload)), format_checker=Draft202012Validator.FORMAT_CHECKER)

    assert [error.message for error in validator.iter_errors(example(payload))] == []


@pytest.mark.parametrize("event_type", TYPES)
def test_personal_fields_are_never_in_data(event_type: str) -> None:
    payload: type[Payload] = REGISTRY[event_type]
    data, personal = payload.model_validate(payload.EXAMPLE).split()
    properties = committed(file_name(payload))["properties"]

    assert not payload.personal_names() & set(data)
    assert not payload.personal_names() & set(properties["data"]["properties"])
    assert set(personal or {}) == payload.personal_names() == set(properties["personal"]["properties"])


@pytest.mark.parametrize("event_type", TYPES)
def test_a_type_is_dotted_and_says_what_has_happened(event_type: str) -> None:
    kind, _, happened = event_type.partition(".")

    assert kind.replace("_", "").isalpha()
    assert happened.replace("_", "").isalpha()
    assert happened.islower()


def test_every_earlier_version_keeps_its_schema() -> None:
    for payload in REGISTRY.values():
        for version in range(1, payload.VERSION):
            assert (FOLDER / f"{payload.TYPE}.v{version}.json").exists()


def test_no_schema_stands_for_an_event_that_was_dropped() -> None:
    assert {file.name.rsplit(".v", 1)[0] for file in FOLDER.glob("*.json")} == set(REGISTRY)


def _task() -> dict[str, Any]:
    copy: dict[str, Any] = json.loads(json.dumps(PRESENT["task.created.v1.json"]))
    return copy


def _without_title(schema: dict[str, Any]) -> None:
    del schema["properties"]["data"]["properties"]["title"]
    schema["properties"]["data"]["required"].remove("title")


def _other_type(schema: dict[str, Any]) -> None:
    schema["properties"]["data"]["properties"]["percent_complete"] = {"type": "string"}


def _optional(schema: dict[str, Any]) -> None:
    schema["properties"]["data"]["required"].remove("status")


def _another_actor(schema: dict[str, Any]) -> None:
    schema["$defs"]["EventActor"]["properties"]["kind"]["enum"].append("robot")


@pytest.mark.parametrize("planted", [_without_title, _other_type, _optional, _another_actor])
def test_a_breaking_change_is_refused_and_leaves_the_promise_in_place(planted: Any, tmp_path: Path) -> None:
    (tmp_path / "task.created.v1.json").write_text(text(_task()))
    changed = _task()
    planted(changed)

    broken = write(tmp_path, {"task.created.v1.json": changed})

    assert len(broken) == 1
    assert (tmp_path / "task.created.v1.json").read_text() == text(_task())


def test_an_addition_is_written(tmp_path: Path) -> None:
    (tmp_path / "task.created.v1.json").write_text(text(_task()))
    changed = _task()
    changed["properties"]["data"]["properties"]["colour"] = {"type": "string"}
    changed["properties"]["personal"]["properties"]["note"] = {"type": "string"}

    assert write(tmp_path, {"task.created.v1.json": changed}) == []
    assert broken_promises(_task(), changed) == []
    assert "colour" in (tmp_path / "task.created.v1.json").read_text()
