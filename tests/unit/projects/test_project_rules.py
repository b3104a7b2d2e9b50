"""Rules of a project, without I/O."""

from datetime import date
from typing import get_args
from uuid import UUID

import pytest

from services.api.projects.domain import (
    BECAME,
    NEXT,
    OPEN_STATUSES,
    ProjectStatus,
    check_days,
    check_status,
)
from services.api.projects.errors import KeyTaken, LastManager, StatusUnreachable
from services.api.projects.keys import free_key, key_stem
from services.api.projects.members.domain import ProjectRole, check_managed, next_manager
from services.kit.problems import Invalid
from services.notifier import picture

ANNA, BERT, CLEO = UUID(int=1), UUID(int=2), UUID(int=3)


def test_every_status_has_successors_and_a_sentence() -> None:
    assert set(NEXT) == set(BECAME) == set(get_args(ProjectStatus))


@pytest.mark.parametrize(
    ("current", "wanted"),
    [("draft", "active"), ("active", "on_hold"), ("on_hold", "active"), ("closing", "closed"), ("closed", "active")],
)
def test_a_status_may_move_to_one_that_follows_it(current: ProjectStatus, wanted: ProjectStatus) -> None:
    check_status(current, wanted)


@pytest.mark.parametrize(
    ("current", "wanted"),
    [("draft", "closed"), ("on_hold", "closed"), ("closed", "cancelled"), ("cancelled", "closed"), ("active", "draft")],
)
def test_any_other_move_is_refused_and_told_what_is_possible(current: ProjectStatus, wanted: ProjectStatus) -> None:
    with pytest.raises(StatusUnreachable) as refused:
        check_status(current, wanted)

    assert refused.value.errors[0].pointer == "/status"
    assert NEXT[current][0] in refused.value.detail


def test_a_status_may_stay_what_it_is() -> None:
    check_status("closed", "closed")


def test_the_notifier_calls_the_same_projects_open() -> None:
    assert set(picture.OPEN_STATUSES) == set(OPEN_STATUSES)


@pytest.mark.parametrize(
    ("starts_on", "due_on"),
    [(None, None), (date(2026, 1, 2), None), (None, date(2026, 1, 1)), (date(2026, 1, 1), date(2026, 1, 1))],
)
def test_days_in_order_or_open_are_accepted(starts_on: date | None, due_on: date | None) -> None:
    check_days(starts_on, due_on)


def test_a_due_day_before_the_start_is_refused_at_the_due_day() -> None:
    with pytest.raises(Invalid) as refused:
        check_days(date(2026, 1, 2), date(2026, 1, 1))

    assert refused.value.errors[0].pointer == "/due_on"


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Warehouse automation rollout", "WAR"),
        ("Alaberg", "ALAB"),
        ("Ålesund östra Übergang", "AOU"),
        ("a b c d e f g h", "ABCDEF"),
        ("2026 budget", "2B"),
        ("X", "PROJECT"),
        ("倉庫", "PROJECT"),
        ("R&D", "RD"),
    ],
)
def test_a_key_is_made_of_initials_or_of_the_beginning(name: str, stem: str) -> None:
    assert key_stem(name) == stem


def test_a_taken_key_gets_the_lowest_free_number() -> None:
    assert free_key("WAR", set()) == "WAR"
    assert free_key("WAR", {"WAR", "WAR3"}) == "WAR2"
    assert free_key("WAR", {"WAR", "WAR2"}) == "WAR3"


def test_a_numbered_key_is_never_longer_than_ten() -> None:
    taken = {"ABCDEFGHIJ", *(f"ABCDEFGHI{number}" for number in range(2, 10))}

    assert free_key("ABCDEFGHIJ", taken) == "ABCDEFGH10"


def test_a_taken_key_names_its_field() -> None:
    assert KeyTaken().errors[0].pointer == "/key"


def test_the_last_manager_stays() -> None:
    places: dict[UUID, ProjectRole] = {ANNA: "manager", BERT: "member"}

    with pytest.raises(LastManager):
        check_managed(places, without=ANNA, sees_all=False)


def test_one_of_two_managers_may_leave() -> None:
    check_managed({ANNA: "manager", BERT: "manager"}, without=ANNA, sees_all=False)


def test_a_member_may_leave() -> None:
    check_managed({ANNA: "manager", BERT: "member"}, without=BERT, sees_all=False)


def test_a_member_may_leave_a_project_that_has_no_manager() -> None:
    check_managed({BERT: "member"}, without=BERT, sees_all=False)


def test_who_sees_everything_may_take_the_last_manager_off() -> None:
    check_managed({ANNA: "manager"}, without=ANNA, sees_all=True)


def test_another_manager_answers_for_the_project_next() -> None:
    assert next_manager({ANNA: "manager", BERT: "member", CLEO: "manager"}, ANNA) == CLEO
    assert next_manager({ANNA: "manager", BERT: "member"}, ANNA) is None
