"""Moments as providers write them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.api.integrations.providers.documents import instant


@pytest.mark.parametrize(
    "value",
    [
        "2026-11-20T08:15:00Z",
        "2026-11-20T10:15:00+02:00",
        "2026-11-20T08:15:00",
        1795162500,
        1795162500.0,
        "1795162500",
    ],
)
def test_a_moment_is_read_however_it_is_written(value: Any) -> None:
    assert instant(value) == datetime(2026, 11, 20, 8, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        *("9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z"),
        *(1e300, float("nan"), -(10**12), 10**12, "9" * 400, "soon", "", True, None, [], {}),
    ],
)
def test_what_is_no_moment_or_in_no_year_we_know_counts_as_absent(value: Any) -> None:
    assert instant(value) is None
