"""A milestone was reached, or a project came to another status: those who watch it or its customer hear of it."""

from services.contracts.envelope import Envelope
from services.contracts.events.projects import MilestoneUpdated, ProjectUpdated
from services.notifier.notices import Link, Notice, PlannedDelivery
from services.notifier.picture import Concerns, Picture
from services.notifier.reading import read
from services.notifier.rules.audience import acting_user, by_all_channels, told, watched_reason

STANDS = {
    "draft": "is a draft again",
    "active": "is under way",
    "on_hold": "is on hold",
    "closing": "is being closed",
    "closed": "is closed",
    "cancelled": "was cancelled",
}


def milestone_concerns(envelope: Envelope) -> Concerns | None:
    """Only an event that reaches it."""
    milestone = read(MilestoneUpdated, envelope)
    if milestone.reached_on is None or "reached_on" not in milestone.changed:
        return None
    return _watched(envelope)


def milestone_deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """Everybody who watches."""
    milestone = read(MilestoneUpdated, envelope)
    project = picture.projects.get(milestone.project_id)
    reached = f"reached on {milestone.reached_on:%-d %B %Y}" if milestone.reached_on else ""
    return _tell(
        envelope,
        picture,
        subject=f"Milestone reached: {milestone.name}",
        headline=f"A milestone was reached: {milestone.name}",
        context=" · ".join(part for part in (project.name if project else "", reached) if part),
    )


def project_concerns(envelope: Envelope) -> Concerns | None:
    """Only an event that sets the status."""
    return _watched(envelope) if "status" in read(ProjectUpdated, envelope).changed else None


def project_deliveries(envelope: Envelope, picture: Picture) -> list[PlannedDelivery]:
    """Everybody who watches."""
    project = read(ProjectUpdated, envelope)
    said = f"{project.name} {STANDS.get(project.status, 'has another status')}"
    return _tell(envelope, picture, subject=said, headline=f"{said}.", context="")


def _watched(envelope: Envelope) -> Concerns | None:
    if envelope.project_id is None:
        return None
    actor = acting_user(envelope)
    return Concerns(
        project_ids=frozenset([envelope.project_id]),
        user_ids=frozenset([actor] if actor else []),
        watched_ids=frozenset([envelope.project_id]),
        has_customers_watchers=True,
    )


def _tell(envelope: Envelope, picture: Picture, *, subject: str, headline: str, context: str) -> list[PlannedDelivery]:
    planned: list[PlannedDelivery] = []
    for member in told(envelope, picture, picture.watchers):
        notice = Notice(
            subject=subject,
            headline=headline,
            context=context,
            link=Link("project", envelope.project_id or envelope.subject.id),
            button="Open the project",
            reason=watched_reason(picture, member),
        )
        planned += by_all_channels(member, notice)
    return planned
