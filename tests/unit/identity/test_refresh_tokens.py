"""What presenting a refresh token means, without a database (R28)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.api.identity.sessions.domain import (
    FAMILY_LIFE,
    Presented,
    client_mark,
    meaning,
    new_refresh_token,
    successor_keys,
    successors_of,
    workspace_of,
)

pytestmark = pytest.mark.requirement("R28")

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
FIREFOX, CURL = client_mark("Firefox"), client_mark("curl")
KEYS = successor_keys(["a secret of at least thirty-two bytes", "the secret before that one, as long as it"])


def presented(used: timedelta | None = None, **changes: object) -> Presented:
    facts = {
        "expires_at": LATER,
        "used_at": None if used is None else NOW - used,
        "revoked_at": None,
        "rotated_by": FIREFOX,
    }
    return Presented(**{**facts, **changes})  # type: ignore[arg-type]


def test_a_fresh_token_is_rotated() -> None:
    assert meaning(presented(), client=CURL, at=NOW) == "rotate"


@pytest.mark.parametrize("seconds", [0, 5, 10])
def test_the_same_client_gets_the_same_answer_within_ten_seconds(seconds: int) -> None:
    assert meaning(presented(timedelta(seconds=seconds)), client=FIREFOX, at=NOW) == "repeat"


def test_the_same_client_after_ten_seconds_is_a_reuse() -> None:
    assert meaning(presented(timedelta(seconds=10.001)), client=FIREFOX, at=NOW) == "reused"


def test_another_client_is_a_reuse_at_once() -> None:
    assert meaning(presented(timedelta(0)), client=CURL, at=NOW) == "reused"


def test_a_used_token_whose_successor_is_unknown_is_a_reuse() -> None:
    assert meaning(presented(timedelta(0), rotated_by=None), client=FIREFOX, at=NOW) == "reused"


@pytest.mark.parametrize("changes", [{"revoked_at": NOW}, {"expires_at": NOW}])
@pytest.mark.parametrize("used", [None, timedelta(0), timedelta(days=2)])
def test_a_revoked_or_expired_token_means_nothing_more(changes: dict[str, object], used: timedelta | None) -> None:
    assert meaning(presented(used, **changes), client=FIREFOX, at=NOW) == "dead"


def test_a_family_lives_for_thirty_days_at_most() -> None:
    assert timedelta(days=30) >= FAMILY_LIFE


def test_tokens_name_their_workspace_and_carry_256_random_bits() -> None:
    workspace_id = uuid4()
    first, second = new_refresh_token(workspace_id), new_refresh_token(workspace_id)
    assert workspace_of(first) == workspace_of(second) == workspace_id
    assert first != second
    assert len(first) == len("rpr_") + 32 + len("_") + 43


@pytest.mark.parametrize(
    "text", ["", "rpr_", "rpk_" + "0" * 32 + "_" + "A" * 43, "rpr_" + "0" * 32 + "_" + "A" * 42, "x" * 5000]
)
def test_other_text_names_no_workspace(text: str) -> None:
    assert workspace_of(text) is None


def test_the_successor_is_the_same_each_time_and_needs_our_key() -> None:
    token = new_refresh_token(uuid4())
    assert successors_of(token, KEYS) == successors_of(token, KEYS)
    assert len(set(successors_of(token, KEYS))) == 2
    assert workspace_of(successors_of(token, KEYS)[0]) == workspace_of(token)


def test_after_a_secret_rotation_the_former_successor_is_still_found() -> None:
    token = new_refresh_token(uuid4())
    before = successors_of(token, KEYS[1:])[0]
    assert before in successors_of(token, KEYS)
