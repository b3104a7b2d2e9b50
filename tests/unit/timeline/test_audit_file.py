"""The audit as a file, and what of the feed is the audit's alone."""

import csv
import io

import pytest

from services.api.timeline.audit.domain import COLUMNS, as_csv, tame
from services.api.timeline.feed.domain import EventFilter, is_for_audit
from services.kit.ids import new_id

EVENT = {
    "occurred_at": "2026-11-28T09:30:00.000000Z",
    "type": "customer.created",
    "actor": {"kind": "api_key", "id": None},
    "actor_name": '=HYPERLINK("http://evil.example")',
    "subject": {"kind": "customer", "id": "1"},
    "project_id": None,
    "position": 7,
    "correlation_id": "a,b\nc",
    "data": {"name": "Kiln, Works"},
}


def test_every_event_is_one_line_whatever_it_holds() -> None:
    head, line = list(csv.reader(io.StringIO(as_csv([EVENT]))))
    assert tuple(head) == COLUMNS
    assert dict(zip(head, line, strict=True)) == {
        "occurred_at": "2026-11-28T09:30:00.000000Z",
        "type": "customer.created",
        "actor_kind": "api_key",
        "actor_name": '\'=HYPERLINK("http://evil.example")',
        "actor_id": "",
        "subject_kind": "customer",
        "subject_id": "1",
        "project_id": "",
        "position": "7",
        "correlation_id": "a,b\nc",
        "data": '{"name":"Kiln, Works"}',
    }


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\ta", "\ra"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert tame(text) == f"'{text}"


@pytest.mark.parametrize(
    ("event_type", "is_hidden"), [("session.opened", True), ("sessions.x", False), ("task.created", False)]
)
def test_sign_ins_are_the_audits(event_type: str, is_hidden: bool) -> None:
    assert is_for_audit(event_type) is is_hidden


def test_what_is_not_asked_for_narrows_nothing() -> None:
    actor_id = new_id()
    assert EventFilter().given() == EventFilter(type=[]).given() == {}
    assert EventFilter(type=["a.b"], actor_id=actor_id).given() == {"type": ["a.b"], "actor_id": str(actor_id)}
