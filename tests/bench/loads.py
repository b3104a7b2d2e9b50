"""What is asked of the servers, and what the product promises for each."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from tests.bench.rows import CHANNELS, FIRST_DAY, Ids

BASE = "/api/v1"
SAMPLE = 400


@dataclass(frozen=True)
class Load:
    """Requests of one kind; `least` is the share of the reference's requests a second that is promised."""

    name: str
    method: str
    lines: Callable[[Ids, list[str]], list[str]]
    least: float


def _spread(found: list[str]) -> list[str]:
    step = max(1, len(found) // SAMPLE)
    return found[::step][:SAMPLE]


def _customers(_ids: Ids, _names: list[str]) -> list[str]:
    return [f"{BASE}/customers?limit=25"]


def _timelines(ids: Ids, _names: list[str]) -> list[str]:
    return _spread([f"{BASE}/customers/{one}/timeline" for one in ids.customers])


def _tasks(ids: Ids, _names: list[str]) -> list[str]:
    return _spread([f"{BASE}/projects/{one}/tasks" for one in ids.projects])


def _search(_ids: Ids, names: list[str]) -> list[str]:
    return _spread([f"{BASE}/search?q={quote(name)}" for name in names])


def _create(ids: Ids, _names: list[str]) -> list[str]:
    text = "Petri asked to move the go-live to week 6, because the acceptance test needs the new hardware. " * 3
    bodies = [
        {
            "channel": CHANNELS[number % len(CHANNELS)],
            "direction": "inbound",
            "occurred_at": FIRST_DAY.isoformat(),
            "subject": f"Call {number} about the go-live date",
            "text": text,
            "customer_id": str(customer),
        }
        for number, customer in enumerate(ids.customers)
    ]
    return [f"{BASE}/interactions", *_spread([json.dumps(body) for body in bodies])]


TIMELINE = Load("customer's timeline", "GET", _timelines, 0.6)
LOADS = (
    Load("customers page", "GET", _customers, 0.6),
    TIMELINE,
    Load("project's tasks", "GET", _tasks, 0.6),
    Load("search by name", "GET", _search, 0.6),
    Load("create interaction", "POST", _create, 0.2),
)
