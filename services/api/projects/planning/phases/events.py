from services.api.projects.planning.models import Phase
from services.contracts.envelope import Subject
from services.contracts.events.projects import PhaseCreated, PhaseDeleted, PhaseUpdated


def subject(phase: Phase) -> Subject:
    """How events name this phase."""
    return Subject(kind="phase", id=phase.id)


def created(phase: Phase) -> PhaseCreated:
    """What others learn of a new phase."""
    return PhaseCreated(project_id=phase.project_id, name=phase.name, status=phase.status)


def updated(phase: Phase, changed: list[str]) -> PhaseUpdated:
    """What others learn of a change."""
    return PhaseUpdated(project_id=phase.project_id, name=phase.name, status=phase.status, changed=changed)


def deleted(phase: Phase) -> PhaseDeleted:
    """What others learn of a deletion."""
    return PhaseDeleted(project_id=phase.project_id, name=phase.name, status=phase.status)
