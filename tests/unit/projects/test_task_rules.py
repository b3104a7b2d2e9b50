"""Rules of a task, without I/O."""

from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.api.projects.planning.tasks.domain import (
    NOT_BEGUN,
    Progress,
    TaskStatus,
    check_dependencies,
    check_estimate,
    settle_assignee,
    settle_progress,
)
from services.api.projects.planning.tasks.ranking import rank_between
from services.kit.problems import Invalid

A, B, C, D = (UUID(int=number) for number in range(1, 5))


@pytest.mark.parametrize(
    ("current", "status", "expected"),
    [
        (NOT_BEGUN, "done", Progress("done", 100)),
        (NOT_BEGUN, "doing", Progress("doing", 0)),
        (Progress("doing", 40), "blocked", Progress("blocked", 40)),
        (Progress("doing", 40), "todo", Progress("todo", 0)),
        (Progress("done", 100), "doing", Progress("doing", 0)),
        (Progress("done", 100), "todo", Progress("todo", 0)),
    ],
)
def test_a_status_settles_the_percentage(current: Progress, status: TaskStatus, expected: Progress) -> None:
    assert settle_progress(current, status=status, percent=None) == expected


@pytest.mark.parametrize(
    ("current", "percent", "expected"),
    [
        (NOT_BEGUN, 100, Progress("done", 100)),
        (NOT_BEGUN, 30, Progress("doing", 30)),
        (NOT_BEGUN, 0, NOT_BEGUN),
        (Progress("doing", 40), 0, Progress("doing", 0)),
        (Progress("blocked", 40), 60, Progress("blocked", 60)),
        (Progress("done", 100), 90, Progress("doing", 90)),
        (Progress("done", 100), 100, Progress("done", 100)),
    ],
)
def test_a_percentage_settles_the_status(current: Progress, percent: int, expected: Progress) -> None:
    assert settle_progress(current, status=None, percent=percent) == expected


@pytest.mark.parametrize(("status", "percent"), [("done", 99), ("doing", 100), ("blocked", 100), ("todo", 1)])
def test_a_status_and_a_percentage_that_contradict_each_other_are_refused(status: TaskStatus, percent: int) -> None:
    with pytest.raises(Invalid) as refused:
        settle_progress(NOT_BEGUN, status=status, percent=percent)

    assert refused.value.errors[0].pointer == "/percent_complete"


@pytest.mark.parametrize(("status", "percent"), [("done", 100), ("doing", 0), ("doing", 99), ("todo", 0)])
def test_a_status_and_a_percentage_that_agree_are_taken(status: TaskStatus, percent: int) -> None:
    assert settle_progress(Progress("doing", 5), status=status, percent=percent) == Progress(status, percent)


def test_progress_stays_when_nothing_is_said_about_it() -> None:
    assert settle_progress(Progress("blocked", 70), status=None, percent=None) == Progress("blocked", 70)


@pytest.mark.parametrize("values", [(None, 2, None), (1, 2, 3), (2, 2, 2), (None, None, None), (1, 2, None)])
def test_estimates_in_order_are_accepted(values: tuple[int | None, ...]) -> None:
    check_estimate(*(None if value is None else Decimal(value) for value in values))


@pytest.mark.parametrize(
    ("values", "pointer"),
    [((3, 2, 4), "/estimate/optimistic"), ((1, 5, 4), "/estimate/pessimistic"), ((3, 2, None), "/estimate/optimistic")],
)
def test_estimates_out_of_order_are_refused_where_they_are_wrong(values: tuple[int | None, ...], pointer: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_estimate(*(None if value is None else Decimal(value) for value in values))

    assert refused.value.errors[0].pointer == pointer


def test_a_task_goes_from_a_member_to_a_contact_and_back() -> None:
    assert settle_assignee({"assignee_id": A}) == {"assignee_id": A, "assignee_contact_id": None}
    assert settle_assignee({"assignee_contact_id": B}) == {"assignee_id": None, "assignee_contact_id": B}
    assert settle_assignee({"assignee_id": A, "assignee_contact_id": None})["assignee_id"] == A


def test_clearing_one_kind_of_assignee_leaves_the_other() -> None:
    assert settle_assignee({"assignee_id": None}) == {"assignee_id": None}
    assert settle_assignee({"title": None}) == {}


def test_two_assignees_are_refused() -> None:
    with pytest.raises(Invalid) as refused:
        settle_assignee({"assignee_id": A, "assignee_contact_id": B})

    assert refused.value.errors[0].pointer == "/assignee_contact_id"


def test_a_task_cannot_wait_for_itself() -> None:
    with pytest.raises(Invalid):
        check_dependencies(A, [A], {})


def test_a_cycle_through_others_is_refused_where_it_begins() -> None:
    with pytest.raises(Invalid) as refused:
        check_dependencies(A, [D, B], {B: [C], C: [A]})

    assert refused.value.errors[0].pointer == "/depends_on/1"
    assert refused.value.errors[0].code == "dependency_cycle"


def test_two_ways_to_the_same_task_are_no_cycle() -> None:
    check_dependencies(A, [B, C], {B: [D], C: [D]})


def test_a_cycle_that_was_there_before_does_not_hang_the_search() -> None:
    check_dependencies(A, [B], {B: [C], C: [B]})


def test_what_the_task_depended_on_before_does_not_matter() -> None:
    check_dependencies(A, [B], {A: [C], C: [D]})


def test_ranks_at_the_ends_leave_room() -> None:
    first = rank_between(None, None)

    assert rank_between(first, None) > first > rank_between(None, first)


def test_a_rank_between_has_few_digits() -> None:
    assert rank_between(Decimal(1), Decimal(2)) == Decimal("1.5")
    assert len(str(rank_between(Decimal("1.5"), Decimal(2)))) <= 3
    assert rank_between(Decimal(-1024), Decimal(1024)) == 0
    assert str(rank_between(Decimal(1024), Decimal(2048))) == "2E+3"


def test_ranks_without_room_are_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        rank_between(Decimal(1), Decimal(1))


def test_a_gap_that_is_used_again_and_again_never_closes() -> None:
    low, high = Decimal(1024), Decimal(2048)
    for _ in range(300):
        middle = rank_between(low, high)
        assert low < middle < high
        high = middle
    assert len(str(high)) < 150


@given(st.lists(st.integers(min_value=0, max_value=50), min_size=1, max_size=60))
def test_any_series_of_insertions_keeps_the_order(places: list[int]) -> None:
    board: list[Decimal] = []
    for wish in places:
        place = wish % (len(board) + 1)
        low = board[place - 1] if place else None
        high = board[place] if place < len(board) else None
        board.insert(place, rank_between(low, high))

    assert all(one < other for one, other in pairwise(board))
