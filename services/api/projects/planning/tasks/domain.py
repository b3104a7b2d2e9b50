"""Pure rules of a task: progress, estimate, assignee, and what may depend on what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

from services.kit.problems import Invalid, invalid_field

TaskStatus = Literal["todo", "doing", "blocked", "done"]


@dataclass(frozen=True)
class Progress:
    """How far a task is: `todo` is 0 %, `done` is 100 %, anything else is 0 to 99 %."""

    status: TaskStatus
    percent_complete: int


NOT_BEGUN = Progress("todo", 0)


def settle_progress(current: Progress, *, status: TaskStatus | None, percent: int | None) -> Progress:
    """The progress after a change that names a status, a percentage, both or neither; the one given settles the other.

    Raises:
        Invalid: both are given and contradict each other, at `/percent_complete`.
    """
    if status is None:
        return current if percent is None else Progress(_status_at(percent, current.status), percent)
    if percent is None:
        return Progress(status, _percent_of(status, current.percent_complete))
    if status == "done" and percent != 100:
        raise _contradiction("A task that is done is 100 % complete.")
    if status != "done" and percent == 100:
        raise _contradiction("A task that is 100 % complete is done.")
    if status == "todo" and percent > 0:
        raise _contradiction("A task that has begun is not todo.")
    return Progress(status, percent)


def _status_at(percent: int, current: TaskStatus) -> TaskStatus:
    if percent == 100:
        return "done"
    if current == "done" or (current == "todo" and percent > 0):
        return "doing"
    return current


def _percent_of(status: TaskStatus, current: int) -> int:
    if status == "done":
        return 100
    # What was done and is taken up again is of unknown progress; so is what was put back.
    return 0 if status == "todo" or current == 100 else current


def _contradiction(message: str) -> Invalid:
    return invalid_field("/percent_complete", "contradicts_status", message)


def check_estimate(optimistic: Decimal | None, likely: Decimal | None, pessimistic: Decimal | None) -> None:
    """Refuse a three-point estimate out of order (PERT: optimistic <= likely <= pessimistic, in days).

    Raises:
        Invalid: at the value that is out of place.
    """
    if optimistic is not None and likely is not None and optimistic > likely:
        raise invalid_field("/estimate/optimistic", "estimate_order", "Choose at most the likely number of days.")
    if likely is not None and pessimistic is not None and likely > pessimistic:
        raise invalid_field("/estimate/pessimistic", "estimate_order", "Choose at least the likely number of days.")


Assignment = dict[str, UUID | None]


def settle_assignee(change: Mapping[str, UUID | None]) -> Assignment:
    """The assignee fields after a change: naming a person of one kind takes the task from the other kind.

    Raises:
        Invalid: both kinds are named, at `/assignee_contact_id`.
    """
    kinds = ("assignee_id", "assignee_contact_id")
    named: Assignment = {name: change[name] for name in kinds if name in change}
    chosen = [name for name, person in named.items() if person is not None]
    if len(chosen) > 1:
        message = "Give a task either to a member or to a contact of the customer."
        raise invalid_field("/assignee_contact_id", "two_assignees", message)
    freed: Assignment = dict.fromkeys(kinds)
    return freed | named if chosen else named


def check_dependencies(task_id: UUID, depends_on: Sequence[UUID], edges: Mapping[UUID, Collection[UUID]]) -> None:
    """Refuse dependencies that would make a task wait for itself.

    `edges`: what each task of the project depends on now.

    Raises:
        Invalid: at the place of the first one in `/depends_on` that leads back.
    """
    for place, other in enumerate(depends_on):
        if _leads_to(task_id, other, edges):
            message = "This task depends, directly or through others, on the one you are changing."
            raise invalid_field(f"/depends_on/{place}", "dependency_cycle", message)


def _leads_to(goal: UUID, start: UUID, edges: Mapping[UUID, Collection[UUID]]) -> bool:
    seen: set[UUID] = set()
    ahead = [start]
    while ahead:
        task_id = ahead.pop()
        if task_id == goal:
            return True
        if task_id not in seen:
            seen.add(task_id)
            ahead += edges.get(task_id, ())
    return False
