"""How many real replies come down to what their writers wrote, as the authors of the collections noted."""

from collections import defaultdict
from collections.abc import Callable

import pytest

from tests.corpus.fixtures import IS_THERE
from tests.corpus.replies import Outcome, outcomes

pytestmark = pytest.mark.skipif(not IS_THERE, reason="no real mail here; set RAPPORT_FIXTURES to run the corpus")


def test_real_replies_come_down_to_what_their_writers_wrote(tally: dict[str, int], note: Callable[[str], None]) -> None:
    families: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes():
        families[outcome.family].append(outcome)
    for family, found in families.items():
        tally[f"of {len(found)} {family} replies right"] = sum(one.is_right for one in found)
    everyone = [one for found in families.values() for one in found]
    for miss in (one for one in everyone if not one.is_right):
        note(f"reply trimmed otherwise than expected: {miss.name} -> {miss.got[:80]!r}")

    assert _share(families["trimmer"]) >= 0.85
    assert _share(everyone) >= 0.75


def _share(found: list[Outcome]) -> float:
    return sum(one.is_right for one in found) / len(found)
