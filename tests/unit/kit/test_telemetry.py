"""Logs that are JSON, carry one correlation id, and hold no secret."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from services.kit.correlation import correlation_id
from services.kit.telemetry import REDACTED, correlated, logger
from tests.support.logged import logged


@pytest.fixture
def log_lines() -> Iterator[io.StringIO]:
    with logged() as stream:
        yield stream


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_our_lines_and_those_of_libraries_share_form_and_correlation(log_lines: io.StringIO) -> None:
    with correlated("browser-1234"):
        logger("ours").info("customer opened", customer_id="c1")
        logging.getLogger("theirs").warning("pool %s", "full")
    ours, theirs = lines(log_lines)
    assert (ours["event"], ours["customer_id"], ours["level"], ours["service"]) == (
        "customer opened", "c1", "info", "test",
    )  # fmt: skip
    assert theirs["event"] == "pool full"
    assert ours["correlation_id"] == theirs["correlation_id"] == "browser-1234"


def test_an_exception_is_one_line(log_lines: io.StringIO) -> None:
    try:
        raise ValueError("broken")
    except ValueError:
        logger("ours").exception("it broke")
    (line,) = lines(log_lines)
    assert "ValueError: broken" in str(line["exception"])


@pytest.mark.requirement("R66")
@pytest.mark.parametrize(
    ("event", "values"),
    [
        ("signed in", {"password": "hunter22", "refresh_token": "abc", "Authorization": "Bearer abc"}),
        ("connecting to postgresql://rapport:hunter22@db/rapport", {}),
        ("key rpk_hunter22hunter22 used", {}),
        ("secret whsec_hunter22hunter22", {}),
        ("headers", {"headers": {"cookie": "hunter22", "x": ["Bearer hunter22hunter22"]}}),
        ("jwt eyJhbGciOiJIUzI1NiJ9.hunter22.hunter22", {}),
    ],
)
def test_secrets_do_not_reach_the_log(log_lines: io.StringIO, event: str, values: dict[str, object]) -> None:
    logger("ours").info(event, **values)
    assert "hunter22" not in log_lines.getvalue()
    assert REDACTED in log_lines.getvalue()


def test_an_unfit_correlation_id_is_replaced_and_the_former_comes_back() -> None:
    with correlated("outer-id-1"):
        with correlated("x\nforged line") as inner:
            assert inner == correlation_id() != "x\nforged line"
        assert correlation_id() == "outer-id-1"
