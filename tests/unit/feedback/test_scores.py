"""What a score is worth."""

import pytest

from services.api.feedback.responses.domain import (
    USUAL,
    Metric,
    Scale,
    Tally,
    average,
    net_promoter_score,
    normalized,
    standing,
    title_of,
    title_with_score,
)


@pytest.mark.parametrize(
    ("metric", "score", "worth"),
    [
        ("nps", 0, 0.0),
        ("nps", 3, 30.0),
        ("nps", 10, 100.0),
        ("csat", 1, 0.0),
        ("csat", 3, 50.0),
        ("csat", 5, 100.0),
        ("ces", 1, 0.0),
        ("ces", 5, 66.7),
        ("ces", 7, 100.0),
    ],
)
def test_a_score_is_linear_on_the_usual_scale_of_its_metric(metric: Metric, score: float, worth: float) -> None:
    assert normalized(score, USUAL[metric]) == worth


def test_a_declared_scale_counts_and_what_lies_outside_is_its_end() -> None:
    assert normalized(2, Scale(1, 3)) == 50.0
    assert normalized(12, Scale(0, 10)) == 100.0
    assert normalized(-1, Scale(0, 10)) == 0.0


def test_a_scale_without_extent_says_nothing_either_way() -> None:
    assert normalized(4, Scale(4, 4)) == 50.0


@pytest.mark.parametrize(
    ("score", "stands"), [(0, "low"), (6, "low"), (7, "middling"), (8, "middling"), (9, "good"), (10, "good")]
)
def test_nps_answers_are_promoters_passives_and_detractors(score: float, stands: str) -> None:
    assert standing("nps", normalized(score, USUAL["nps"])) == stands


@pytest.mark.parametrize(
    ("metric", "score", "stands"),
    [
        ("csat", 2, "low"),
        ("csat", 3, "middling"),
        ("csat", 4, "good"),
        ("ces", 3, "low"),
        ("ces", 4, "middling"),
        ("ces", 5, "good"),
        ("custom", 4, "low"),
        ("custom", 6, "good"),
    ],
)
def test_other_metrics_are_good_in_the_upper_two_fifths_and_low_in_the_lower(
    metric: Metric, score: float, stands: str
) -> None:
    assert standing(metric, normalized(score, USUAL[metric])) == stands


def tally(metric: Metric = "nps", *, good: int = 0, middling: int = 0, low: int = 0, mean: float = 50.0) -> Tally:
    return Tally(metric, good + middling + low, mean, good, middling, low)


def test_under_three_answers_there_is_no_average() -> None:
    assert average([]) is None
    assert average([tally(good=2)]) is None
    assert average([tally(good=1, mean=90.0), tally("csat", low=2, mean=30.0)]) == 50.0


def test_the_net_promoter_score_is_promoters_minus_detractors_in_per_cent() -> None:
    assert net_promoter_score(tally(good=5, middling=3, low=2)) == 30.0
    assert net_promoter_score(tally(low=3)) == -100.0
    assert net_promoter_score(tally(good=2)) is None
    assert net_promoter_score(tally("csat", good=5)) is None


def test_a_title_names_the_survey_and_the_score_as_people_write_it() -> None:
    assert title_with_score("Project  pulse", 3.0, Scale(0, 10)) == "Project pulse: 3 of 10"
    assert title_with_score("Project pulse", 3.5, Scale(1, 5)) == "Project pulse: 3.5 of 5"
    assert title_with_score("", None, Scale(0, 10)) == title_of("\n") == "Survey answer"
