"""What people do with the phases of a project."""

from uuid import UUID

from services.api.projects.domain import check_days
from services.api.projects.events import scope
from services.api.projects.history import tell
from services.api.projects.planning.models import Phase
from services.api.projects.planning.phases import events, repository
from services.api.projects.planning.phases.schemas import PhaseCreate, PhaseUpdate
from services.api.projects.repository import project_for_change
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.kit.work import Work


async def plan_phase(work: Work, *, project_id: UUID, given: PhaseCreate) -> Phase:
    """Add a phase to a project, after its others unless a position is given.

    Raises:
        NotFound: the actor sees no such project.
    """
    # Positions are counted on, so phases of one project come one after the other.
    project = await project_for_change(work, project_id=project_id)
    check_days(given.starts_on, given.due_on)
    values = given.model_dump(mode="python")
    if given.position is None:
        values["position"] = await repository.next_position(work, project_id=project_id)
    phase = Phase(workspace_id=work.workspace_id, project_id=project_id, **values)
    work.session.add(phase)
    await work.session.flush()
    work.record(events.created(phase), subject=events.subject(phase), sequence=phase.version, **scope(project))
    return phase


async def change_phase(
    work: Work, *, project_id: UUID, phase_id: UUID, change: PhaseUpdate, expected_version: int | None = None
) -> Phase:
    """Change a phase; a completed one is told on the project's timeline.

    Raises:
        NotFound: the actor sees no such project, or it has no such phase.
        PreconditionFailed: it changed since `expected_version`.
    """
    project = await project_for_change(work, project_id=project_id, is_shared=True)
    phase = await repository.phase_for_change(work, project_id=project_id, phase_id=phase_id)
    check_version(expected_version, phase.version)
    values = change.given()
    check_days(values.get("starts_on", phase.starts_on), values.get("due_on", phase.due_on))
    changed = apply(values, phase)
    if changed:
        await work.session.flush()
        payload = events.updated(phase, changed)
        event_id = work.record(payload, subject=events.subject(phase), sequence=phase.version, **scope(project))
        if "status" in changed and phase.status == "completed":
            title = f"Phase completed: {phase.name}"
            await tell(work, project, event_id=event_id, event_type=payload.TYPE, title=title)
    return phase


async def delete_phase(work: Work, *, project_id: UUID, phase_id: UUID, expected_version: int | None = None) -> None:
    """Delete a phase; its tasks and milestones stay in the project."""
    project = await project_for_change(work, project_id=project_id, is_shared=True)
    phase = await repository.phase_for_change(work, project_id=project_id, phase_id=phase_id)
    check_version(expected_version, phase.version)
    work.record(events.deleted(phase), subject=events.subject(phase), sequence=phase.version + 1, **scope(project))
    await work.session.delete(phase)
    await work.session.flush()
