"""What the demo's customers answered when they were asked. Days count back from today."""

from dataclasses import dataclass

from services.api.feedback.responses.domain import Metric

PULSE, DELIVERY, EFFORT = "Project pulse", "After the delivery", "Working with us"

QUESTIONS: dict[Metric, tuple[str, str]] = {
    "nps": ("How likely are you to recommend us to a colleague?", "What is the main reason?"),
    "csat": ("How satisfied are you with what was delivered?", "What should we have done better?"),
    "ces": ("We made it easy to work with us. Do you agree?", "What was harder than it had to be?"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """One answered survey; on `project` as its link said, where there is one."""

    days: float
    survey: str
    metric: Metric
    score: int
    customer: str
    contact: str
    project: str | None
    comment: str = ""


ANSWERS = (
    Answered(83, PULSE, "nps", 9, "northwind", "petri", "WAR", "Jonas knew our night shift by name after a week."),
    Answered(71, PULSE, "nps", 7, "northwind", "laura", "WAR", "Good people. Returns were forgotten at first."),
    Answered(40, PULSE, "nps", 8, "northwind", "mikko", "WAR"),
    Answered(29, DELIVERY, "csat", 5, "northwind", "petri", "WAR", "The design review was the best we have had."),
    Answered(
        1.4,
        PULSE,
        "nps",
        3,
        "northwind",
        "petri",
        "WAR",
        "The work is good. But we hear of delays from the site and not from you, and that is the second time.",
    ),
    Answered(33, PULSE, "nps", 9, "alaberg", "ingrid", "ABP", "Weekly numbers, as promised."),
    Answered(10, EFFORT, "ces", 5, "alaberg", "anders", "ABP", "Interfaces could be shown to me a week earlier."),
    Answered(52, DELIVERY, "csat", 4, "brunnen", "katrin", "CIT", "Clear and friendly, also in the council."),
    Answered(96, DELIVERY, "csat", 5, "helio", "nadia", "REC", "Nothing was lost. I slept that night."),
    Answered(20, EFFORT, "ces", 6, "kiln", "tomas", None),
)
