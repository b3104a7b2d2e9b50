"""A task was given to somebody: they hear of it, unless they took it themselves."""

from services.contracts.envelope import Envelope
from services.contracts.events.projects import TaskFacts, TaskUpdated
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import acting_user, actor_name, by_all_channels, told


def concerns(envelope: Envelope) -> Concerns | None:
    """Only an event that sets the assignee."""
    assignee = read(TaskFacts, envelope).assignee_id
    if assignee is None:
        return None
    if envelope.type == TaskUpdated.TYPE and "assignee_id" not in read(TaskUpdated, envelope).changed:
        return None
    actor = acting_user(envelope)
    return Concerns(
        project_ids=frozenset([read(TaskFacts, envelope).project_id]),
        user_ids=frozenset([assignee, *([actor] if actor else [])]),
    )


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """The assignee."""
    task = read(TaskFacts, envelope)
    project = picture.projects.get(task.project_id)
    due = f"due {task.due_on:%-d %B %Y}" if task.due_on else ""
    actor = actor_name(envelope, picture)
    notice = Notice(
        subject=f"Assigned to you: {task.title}",
        headline=f"{actor} assigned you a task: {task.title}" if actor else f"You have a new task: {task.title}",
        context=" · ".join(part for part in (project.name if project else "", due) if part),
        link=Link("task", envelope.subject.id),
        button="Open the task",
        reason="You get this because the task is now yours.",
    )
    planned: list[PlannedDelivery] = []
    for member in told(envelope, picture, [task.assignee_id] if task.assignee_id else []):
        planned += by_all_channels(member, notice)
    return planned
