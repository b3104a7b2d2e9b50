from typing import Any

from services.api.projects.planning.models import Milestone
from services.contracts.envelope import Subject
from services.contracts.events.projects import MilestoneCreated, MilestoneDeleted, MilestoneUpdated


def subject(milestone: Milestone) -> Subject:
    """How events name this milestone."""
    return Subject(kind="milestone", id=milestone.id)


def created(milestone: Milestone) -> MilestoneCreated:
    """What others learn of a new milestone."""
    return MilestoneCreated(**_facts(milestone))


def updated(milestone: Milestone, changed: list[str]) -> MilestoneUpdated:
    """What others learn of a change."""
    return MilestoneUpdated(**_facts(milestone), changed=changed)


def deleted(milestone: Milestone) -> MilestoneDeleted:
    """What others learn of a deletion."""
    return MilestoneDeleted(**_facts(milestone))


def _facts(milestone: Milestone) -> dict[str, Any]:
    return {
        "project_id": milestone.project_id,
        "name": milestone.name,
        "due_on": milestone.due_on,
        "reached_on": milestone.reached_on,
    }
