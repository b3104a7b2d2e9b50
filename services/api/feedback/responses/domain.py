"""Pure rules of an answered survey: what a score is worth, and how the scores of many add up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from uuid import UUID

Metric = Literal["nps", "csat", "ces", "custom"]
Standing = Literal["good", "middling", "low"]
MatchedBy = Literal["hidden", "contact", "domain", "hand"]

#: Of fewer answers an average says more about who happened to answer than about what people think.
ENOUGH = 3

#: The classes of the Net Promoter Score: 9 and 10 promote, 0 to 6 detract (Reichheld, Harvard Business Review 12/2003).
PROMOTES, DETRACTS = 90.0, 60.0
#: Of every other scale: the upper two fifths are good, the lower two are low. On CSAT's 1 to 5 that makes 4 and 5 the
#: satisfied ("top two box"), on the Customer Effort Score's 1 to 7 (version 2.0, higher is easier) 5 to 7 the easy.
GOOD_FROM, LOW_TO = 60.0, 40.0


@dataclass(frozen=True)
class Scale:
    """The lowest and the highest score that could be given; the highest is the best."""

    lowest: float
    highest: float


#: The scale of each metric where a survey declares none.
USUAL: Mapping[Metric, Scale] = {
    "nps": Scale(0, 10),
    "csat": Scale(1, 5),
    "ces": Scale(1, 7),
    "custom": Scale(0, 10),
}


OTHER_MESSAGES_KEPT = 50


def other_messages(known: Sequence[UUID], *, told_by: UUID | None, says_now: UUID | None) -> list[UUID]:
    """The requests that told of a response beside the one it says the same as, the newest of them, in their order."""
    others = [*(one for one in known if one != told_by), *([told_by] if told_by else [])]
    return [one for one in others if one != says_now][-OTHER_MESSAGES_KEPT:]


@dataclass(frozen=True)
class Submission:
    """One respondent's answers as a provider told them, in the order of the survey: (question, answer as text).

    `score` is as answered, on `scale`; None where no question carries a metric. `hidden` are the fields that whoever
    sent the survey put into its link.
    """

    provider: str
    external_id: str
    submitted_at: datetime
    source_id: UUID | None = None
    inbound_message_id: UUID | None = None
    survey_name: str = ""
    survey_external_id: str = ""
    metric: Metric = "custom"
    score: float | None = None
    scale: Scale = USUAL["custom"]
    comment: str = ""
    answers: Sequence[tuple[str, str]] = ()
    respondent_address: str = ""
    respondent_name: str = ""
    hidden: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Tally:
    """The scored answers of one metric: how many, their mean (0 to 100), and how many stand where."""

    metric: Metric
    scored: int
    mean: float
    good: int
    middling: int
    low: int


def normalized(score: float, scale: Scale) -> float:
    """The score as 0 (worst) to 100 (best), linear on its scale, to one decimal; what lies outside counts as the end.

    A scale without extent tells nothing, so its only score is in the middle.
    """
    extent = scale.highest - scale.lowest
    if extent <= 0:
        return 50.0
    return round(min(max((score - scale.lowest) / extent, 0.0), 1.0) * 100, 1)


def standing(metric: Metric, worth: float) -> Standing:
    """Where a normalized score stands; of an NPS answer good is a promoter, middling a passive, low a detractor."""
    if metric == "nps":
        return "good" if worth >= PROMOTES else "low" if worth <= DETRACTS else "middling"
    return "good" if worth >= GOOD_FROM else "low" if worth <= LOW_TO else "middling"


def average(tallies: Iterable[Tally]) -> float | None:
    """The mean of all scored answers (0 to 100, one decimal); None where there are too few."""
    known = list(tallies)
    scored = sum(tally.scored for tally in known)
    if scored < ENOUGH:
        return None
    return round(sum(tally.mean * tally.scored for tally in known) / scored, 1)


def net_promoter_score(tally: Tally) -> float | None:
    """Per cent of promoters minus per cent of detractors, -100 to 100; None for other metrics or too few answers."""
    if tally.metric != "nps" or tally.scored < ENOUGH:
        return None
    return round((tally.good - tally.low) / tally.scored * 100, 1)


def number(value: float) -> str:
    """A score as people write it: 9, not 9.0."""
    return f"{value:g}"


def title_of(survey_name: str) -> str:
    """What a list shows as the title: the survey's name on one line."""
    return " ".join(survey_name.split())[:160] or "Survey answer"


def title_with_score(survey_name: str, score: float | None, scale: Scale) -> str:
    """The title where nothing else shows the score."""
    title = title_of(survey_name)
    return title if score is None else f"{title}: {number(score)} of {number(scale.highest)}"
