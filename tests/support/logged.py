"""What this process logs, as a text that can be read while it grows."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from services.kit.telemetry import configure_logging


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """Log as a service does; afterwards logging is as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure_logging("test", stream=stream)
    try:
        yield stream
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.reset_defaults()
