"""When many notices become one mail, and what that mail says."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.ids import new_id
from services.notifier.digest import CROWD, MOST_PATIENCE, NAMED, digest_of, may_be_digested, patience
from services.notifier.notices import EMAIL, IN_APP, Link, Notice, PlannedDelivery
from services.notifier.rendering.html import html_body
from services.notifier.rendering.text import text_body


def notice(number: int, **fields: bool) -> Notice:
    link = Link("task", new_id())
    return Notice(f"s{number}", f"Task {number} <b>", link, "b", "r", context="Kiln · Website", **fields)


@pytest.mark.parametrize(
    ("channel", "fields", "expected"),
    [
        (EMAIL, {}, True),
        (IN_APP, {}, False),
        (EMAIL, {"is_transactional": True}, False),
        (EMAIL, {"stands_alone": True}, False),
    ],
)
def test_only_mails_that_need_nobody_at_once_are_merged(channel: str, fields: dict[str, bool], expected: bool) -> None:
    assert may_be_digested(PlannedDelivery(new_id(), channel, notice(1, **fields))) is expected


@pytest.mark.parametrize(("late", "waits"), [(-1, 0), (0, 0), (10, 0), (20, 2), (300, 30), (3600, 60), (86_400, 60)])
def test_what_is_on_time_does_not_wait_and_nothing_waits_long(late: int, waits: int) -> None:
    assert patience(timedelta(seconds=late)) == timedelta(seconds=waits)


@given(st.timedeltas())
def test_patience_has_bounds(lateness: timedelta) -> None:
    assert timedelta(0) <= patience(lateness) <= MOST_PATIENCE


@pytest.mark.parametrize("count", [CROWD + 1, NAMED, NAMED + 1, 1000])
def test_a_digest_counts_all_and_names_the_first_in_their_order(count: int) -> None:
    digest = digest_of([notice(number) for number in range(count)], new_id())

    assert digest.subject == f"{count} updates in Rapport"
    assert [point.text for point in digest.points] == [
        f"Task {number} <b> (Kiln · Website)" for number in range(min(count, NAMED))
    ]
    assert (str(count - NAMED) in digest.context) == (count > NAMED)


def test_both_bodies_lead_from_each_point_to_its_record_and_escape_it() -> None:
    points = [(f"Task {number} <b>", f"https://crm.example.org/tasks/{number}") for number in range(3)]
    digest = digest_of([notice(1)] * 30, new_id())

    text = text_body(digest, url="https://crm.example.org", points=points, unsubscribe_url=None)
    html = html_body(digest, url="https://crm.example.org", points=points, unsubscribe_url=None)

    assert "- Task 2 <b>\nhttps://crm.example.org/tasks/2" in text
    assert '<a href="https://crm.example.org/tasks/2">Task 2 &lt;b&gt;</a>' in html
    assert "<b>" not in html


def test_a_notice_comes_out_of_the_ledger_as_it_went_in() -> None:
    digest = digest_of([notice(number) for number in range(30)], new_id())

    assert Notice.from_json(digest.to_json()) == digest
    assert Notice.from_json(notice(1, stands_alone=True).to_json()).stands_alone


def test_an_earlier_notifier_can_read_what_is_planned() -> None:
    assert not {"points", "stands_alone"} & notice(1).to_json().keys()
