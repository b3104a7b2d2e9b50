"""Somebody joined a project: they hear of it."""

from uuid import UUID

from services.contracts.envelope import Envelope
from services.contracts.events.projects import ProjectMemberAdded
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import acting_user, actor_name, by_all_channels, told


def concerns(envelope: Envelope) -> Concerns | None:
    """The project, its new member, and who added them."""
    actor = acting_user(envelope)
    return Concerns(
        project_ids=frozenset([_project_id(envelope)]),
        user_ids=frozenset([read(ProjectMemberAdded, envelope).user_id, *([actor] if actor else [])]),
    )


def deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """The new member."""
    project = picture.projects.get(_project_id(envelope))
    name = project.name if project else read(ProjectMemberAdded, envelope).project_name
    actor = actor_name(envelope, picture)
    notice = Notice(
        subject=f"You are now on {name}",
        headline=f"{actor} added you to {name}." if actor else f"You were added to {name}.",
        link=Link("project", _project_id(envelope)),
        button="Open the project",
        reason=f"You get this because you are now a member of {name}.",
    )
    planned: list[PlannedDelivery] = []
    for member in told(envelope, picture, [read(ProjectMemberAdded, envelope).user_id]):
        planned += by_all_channels(member, notice)
    return planned


def _project_id(envelope: Envelope) -> UUID:
    return envelope.project_id or envelope.subject.id
