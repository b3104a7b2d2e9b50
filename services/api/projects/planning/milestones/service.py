"""What people do with the milestones of a project."""

from uuid import UUID

from services.api.projects.events import scope
from services.api.projects.history import tell
from services.api.projects.models import Project
from services.api.projects.planning.milestones import events, repository
from services.api.projects.planning.milestones.schemas import MilestoneCreate, MilestoneUpdate
from services.api.projects.planning.models import Milestone
from services.api.projects.repository import project_for_change
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.contracts.events.projects import MilestoneCreated, MilestoneUpdated
from services.kit.work import Work


async def plan_milestone(work: Work, *, project_id: UUID, given: MilestoneCreate) -> Milestone:
    """Add a milestone to a project.

    Raises:
        NotFound: the actor sees no such project.
        UnknownReference: the project has no such phase.
    """
    project = await project_for_change(work, project_id=project_id, is_shared=True)
    milestone = Milestone(workspace_id=work.workspace_id, project_id=project_id, **given.model_dump(mode="python"))
    work.session.add(milestone)
    await work.session.flush()
    await _record(work, project, milestone, events.created(milestone), is_reached=given.reached_on is not None)
    return milestone


async def change_milestone(
    work: Work, *, project_id: UUID, milestone_id: UUID, change: MilestoneUpdate, expected_version: int | None = None
) -> Milestone:
    """Change a milestone; reaching it is told on the project's timeline.

    Raises:
        NotFound: the actor sees no such project, or it has no such milestone.
        PreconditionFailed: it changed since `expected_version`.
        UnknownReference: the project has no such phase.
    """
    project = await project_for_change(work, project_id=project_id, is_shared=True)
    milestone = await repository.milestone_for_change(work, project_id=project_id, milestone_id=milestone_id)
    check_version(expected_version, milestone.version)
    was_reached = milestone.reached_on is not None
    changed = apply(change.given(), milestone)
    if changed:
        await work.session.flush()
        is_reached = milestone.reached_on is not None and not was_reached
        await _record(work, project, milestone, events.updated(milestone, changed), is_reached=is_reached)
    return milestone


async def delete_milestone(
    work: Work, *, project_id: UUID, milestone_id: UUID, expected_version: int | None = None
) -> None:
    """Delete a milestone."""
    project = await project_for_change(work, project_id=project_id, is_shared=True)
    milestone = await repository.milestone_for_change(work, project_id=project_id, milestone_id=milestone_id)
    check_version(expected_version, milestone.version)
    work.record(
        events.deleted(milestone),
        subject=events.subject(milestone),
        sequence=milestone.version + 1,
        **scope(project),
    )
    await work.session.delete(milestone)
    await work.session.flush()


async def _record(
    work: Work,
    project: Project,
    milestone: Milestone,
    payload: MilestoneCreated | MilestoneUpdated,
    *,
    is_reached: bool,
) -> None:
    event_id = work.record(payload, subject=events.subject(milestone), sequence=milestone.version, **scope(project))
    if is_reached:
        title = f"Milestone reached: {milestone.name}"
        await tell(work, project, event_id=event_id, event_type=payload.TYPE, title=title)
