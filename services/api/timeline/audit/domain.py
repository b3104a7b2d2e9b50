"""Pure: the audit as a table that any spreadsheet opens and none executes."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

COLUMNS: tuple[str, ...] = (
    "occurred_at",
    "type",
    "actor_kind",
    "actor_name",
    "actor_id",
    "subject_kind",
    "subject_id",
    "project_id",
)
COLUMNS += ("position", "correlation_id", "data")
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(events: Iterable[Mapping[str, Any]]) -> str:
    """One line per event; what a spreadsheet would take for a formula gets an apostrophe (CWE-1236)."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow(COLUMNS)
    lines.writerows([tame(value) for value in _line(event)] for event in events)
    return written.getvalue()


def tame(value: str) -> str:
    """The text, harmless in a cell."""
    return f"'{value}" if value.startswith(FORMULA) else value


def _line(event: Mapping[str, Any]) -> list[str]:
    actor, subject = event["actor"], event["subject"]
    values = (
        event["occurred_at"],
        event["type"],
        actor["kind"],
        event.get("actor_name"),
        actor.get("id"),
        subject["kind"],
        subject["id"],
        event["project_id"],
        event["position"],
        event["correlation_id"],
        orjson.dumps(event["data"]).decode(),
    )
    return ["" if value is None else str(value) for value in values]
