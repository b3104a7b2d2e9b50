"""Logs as JSON lines on stdout, with one correlation id that travels from the browser to the mail."""

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any, TextIO

import asyncpg
import structlog

from services.kit.correlation import begin_correlation, correlation

BROKER_HEADER = "Correlation-Id"

REDACTED = "[redacted]"
_SECRET_KEYS = re.compile(
    r"passw|secret|token|authorization|cookie|api_?key|credential|signature|\bdsn\b|private_key", re.IGNORECASE
)
_SECRET_VALUES = (
    (re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"), REDACTED),
    (re.compile(r"\b(rpk|rpr|rpi|rpw|whsec)_[A-Za-z0-9_+/=-]{8,}"), rf"\1_{REDACTED}"),
    # What the driver and PostgreSQL quote of the rows and values that they refuse.
    (re.compile(r"(invalid input for query argument \$\d+[^:\n]*: ).*"), rf"\1{REDACTED}"),
    (re.compile(r"(DETAIL:  )(?!\[redacted\]).*", re.DOTALL), rf"\1{REDACTED}"),
    # A part of an address that is longer than any id.
    (re.compile(r"(?<=/)[A-Za-z0-9_-]{43,}"), REDACTED),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"), REDACTED),
    (re.compile(r"(?i)\b(bearer|basic) [A-Za-z0-9._~+/=-]{8,}"), rf"\1 {REDACTED}"),
)


@contextmanager
def correlated(offered: str | None) -> Iterator[str]:
    """Everything inside logs and publishes under this correlation id, or a new one where it is unfit."""
    before = correlation.get()
    try:
        yield begin_correlation(offered)
    finally:
        correlation.set(before)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A structured logger: `logger(__name__).info("relay elected", schema=...)`."""
    bound: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return bound


def configure_logging(service: str, *, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send the logs of this process, of libraries too, to `stream` (stdout) as JSON lines without secrets."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        _with_service(service),
        _with_correlation,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _without_rows,
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer(),
        ],
    )
    output = logging.StreamHandler(stream or sys.stdout)
    output.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [output]
    root.setLevel(level)
    # uvicorn brings handlers of its own, which would print every line twice and not as JSON.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "nats", "aiosmtplib"):
        library = logging.getLogger(name)
        library.handlers.clear()
        # Requests are told by a line of our own; passed on, the server's would be written even under --no-access-log.
        library.propagate = name != "uvicorn.access"


def without_secrets(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Redact by key and by the look of the value: keys, tokens, passwords inside URLs."""
    return {key: _redacted(key, value) for key, value in event.items()}


def _without_rows(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take the rows that PostgreSQL quotes out of a traceback that is about to be written."""
    error = _error_of(event.get("exc_info"))
    details = [one.detail for one in _chain(error) if isinstance(one, asyncpg.PostgresError) and one.detail]
    if not details:
        return event
    event = structlog.processors.format_exc_info(_logger, _method, event)
    for detail in details:
        event["exception"] = str(event["exception"]).replace(detail, REDACTED)
    return event


def _error_of(info: Any) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    return info[1] if isinstance(info, tuple) else sys.exc_info()[1] if info else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and everything that a traceback of it tells."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]


def _redacted(key: str, value: Any) -> Any:
    if _SECRET_KEYS.search(key):
        return REDACTED
    if isinstance(value, str):
        for pattern, replacement in _SECRET_VALUES:
            value = pattern.sub(replacement, value)
        return value
    if isinstance(value, dict):
        return {name: _redacted(str(name), inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted("", inner) for inner in value]
    return value


def _with_service(service: str) -> structlog.typing.Processor:
    def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        return event

    return add


def _with_correlation(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    current = correlation.get()
    if current:
        event.setdefault("correlation_id", current)
    return event
