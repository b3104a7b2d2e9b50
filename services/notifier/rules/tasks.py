"""A task was given to somebody, or came to another status: the assignee hears of the one, watchers of the other."""

from services.contracts.envelope import Envelope
from services.contracts.events.projects import TaskFacts, TaskUpdated
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Member, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import (
    acting_user,
    actor_name,
    by_all_channels,
    in_app_only,
    told,
    watched_reason,
)

STANDS = {"todo": "was put back", "doing": "is under way", "blocked": "is blocked", "done": "is done"}
#: What those who watch the whole project hear of; every start of every task would be too much.
TELLING = frozenset({"blocked", "done"})


def concerns(envelope: Envelope) -> Concerns | None:
    """Only an event that sets the assignee or the status."""
    task = read(TaskFacts, envelope)
    assignee = task.assignee_id if _is_assigned(envelope) else None
    if assignee is None and not _has_moved(envelope):
        return None
    actor = acting_user(envelope)
    watched = [envelope.subject.id, task.project_id] if _has_moved(envelope) else []
    return Concerns(
        project_ids=frozenset([task.project_id]),
        user_ids=frozenset(user_id for user_id in (assignee, actor) if user_id),
        watched_ids=frozenset(watched),
    )


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """The new assignee; of a new status everybody else who watches."""
    task = read(TaskFacts, envelope)
    planned: list[PlannedDelivery] = []
    chosen = [task.assignee_id] if task.assignee_id and _is_assigned(envelope) else []
    for member in told(envelope, picture, chosen):
        planned += by_all_channels(member, _assigned(envelope, task, picture))
    if not _has_moved(envelope):
        return planned
    for member in told(envelope, picture, picture.watchers):
        is_near = picture.watchers[member.user_id] == "task"
        if member.user_id not in chosen and (is_near or task.status in TELLING):
            by = by_all_channels if is_near else in_app_only
            planned += by(member, _moved(envelope, task, picture, member))
    return planned


def _is_assigned(envelope: Envelope) -> bool:
    return envelope.type != TaskUpdated.TYPE or "assignee_id" in read(TaskUpdated, envelope).changed


def _has_moved(envelope: Envelope) -> bool:
    return envelope.type == TaskUpdated.TYPE and "status" in read(TaskUpdated, envelope).changed


def _assigned(envelope: Envelope, task: TaskFacts, picture: Picture) -> Notice:
    due = f"due {task.due_on:%-d %B %Y}" if task.due_on else ""
    actor = actor_name(envelope, picture)
    return Notice(
        subject=f"Assigned to you: {task.title}",
        headline=f"{actor} assigned you a task: {task.title}" if actor else f"You have a new task: {task.title}",
        context=" · ".join(part for part in (_project_name(task, picture), due) if part),
        link=Link("task", envelope.subject.id),
        button="Open the task",
        reason="You get this because the task is now yours.",
    )


def _moved(envelope: Envelope, task: TaskFacts, picture: Picture, member: Member) -> Notice:
    said = f"{task.title} {STANDS.get(task.status, 'has another status')}"
    actor = actor_name(envelope, picture)
    return Notice(
        subject=said,
        headline=f"{said}.",
        context=" · ".join(part for part in (_project_name(task, picture), f"by {actor}" if actor else "") if part),
        link=Link("task", envelope.subject.id),
        button="Open the task",
        reason=watched_reason(picture, member),
    )


def _project_name(task: TaskFacts, picture: Picture) -> str:
    project = picture.projects.get(task.project_id)
    return project.name if project else ""
