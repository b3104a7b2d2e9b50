"""Prometheus metrics of the parts in this package, and the text that `/metrics` answers."""

import os

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

# Set before the first import of prometheus_client, it makes all processes of an instance write to one folder.
MULTIPROCESS_DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"
METRICS_CONTENT_TYPE = CONTENT_TYPE_LATEST

OUTBOX_DEPTH = Gauge(
    "outbox_depth", "Committed events not yet acknowledged by the broker.", ["schema"], multiprocess_mode="mostrecent"
)
OUTBOX_OLDEST = Gauge(
    "outbox_oldest_unpublished_seconds",
    "Age of the oldest committed event not yet acknowledged by the broker.",
    ["schema"],
    multiprocess_mode="mostrecent",
)
PUBLISHED = Counter("events_published_total", "Events acknowledged by the broker.", ["schema"])
REPUBLISHED = Counter("events_republished_total", "Events the reconciler sent again: nobody had seen them.", ["schema"])
CONSUMED = Counter("events_consumed_total", "Events taken from the broker, by outcome.", ["consumer", "outcome"])
RETRIES = Counter("event_retries_total", "Failed attempts to take an event in.", ["consumer"])
DEAD_LETTERS = Counter("dead_letters_total", "Events parked after too many failed attempts.", ["consumer"])
EVENT_AGE = Histogram(
    "event_age_seconds",
    "From the moment something happened to the moment a consumer took it in.",
    ["consumer"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600),
)
BROKER_UP = Gauge("broker_up", "Whether the broker is connected.", multiprocess_mode="livemin")


def exposition() -> bytes:
    """All metrics as Prometheus text; of every process of the instance when they share a folder."""
    if not os.environ.get(MULTIPROCESS_DIRECTORY):
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    # prometheus_client leaves it untyped.
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)


def forget_process(pid: int) -> None:
    """Drop the live gauges of a process that has ended."""
    if os.environ.get(MULTIPROCESS_DIRECTORY):
        # prometheus_client leaves it untyped.
        mark_process_dead(pid)  # type: ignore[no-untyped-call]
