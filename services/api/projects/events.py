from collections.abc import Sequence
from typing import Any, TypedDict
from uuid import UUID

from services.api.projects.models import Project
from services.contracts.envelope import Subject
from services.contracts.events.projects import (
    ProjectCreated,
    ProjectDeleted,
    ProjectMailAddressReplaced,
    ProjectMemberAdded,
    ProjectMemberRemoved,
    ProjectUpdated,
)


class Scope(TypedDict):
    """Which project an event belongs to, and whether only its people may know."""

    project_id: UUID
    is_private: bool


def scope(project: Project) -> Scope:
    """The scope of everything that happens in a project."""
    return {"project_id": project.id, "is_private": project.is_private}


def subject(project: Project) -> Subject:
    """How events name this project."""
    return Subject(kind="project", id=project.id)


def created(project: Project, customer_ids: Sequence[UUID]) -> ProjectCreated:
    """What others learn of a new project."""
    return ProjectCreated(**_facts(project, customer_ids))


def updated(project: Project, customer_ids: Sequence[UUID], changed: list[str]) -> ProjectUpdated:
    """What others learn of a change."""
    return ProjectUpdated(**_facts(project, customer_ids), changed=changed)


def deleted(project: Project) -> ProjectDeleted:
    """What others learn of a deletion."""
    return ProjectDeleted(name=project.name, key=project.key)


def mail_address_replaced(project: Project) -> ProjectMailAddressReplaced:
    """What others learn of a new address, which is not the address."""
    return ProjectMailAddressReplaced(name=project.name, key=project.key)


def member_added(project: Project, *, user_id: UUID, role: str) -> ProjectMemberAdded:
    """What others learn of a person's new place in the project."""
    return ProjectMemberAdded(user_id=user_id, role=role, project_name=project.name)


def member_removed(project: Project, *, user_id: UUID, role: str) -> ProjectMemberRemoved:
    """What others learn of a person who left the project."""
    return ProjectMemberRemoved(user_id=user_id, role=role, project_name=project.name)


def _facts(project: Project, customer_ids: Sequence[UUID]) -> dict[str, Any]:
    return {
        "name": project.name,
        "key": project.key,
        "status": project.status,
        "is_private": project.is_private,
        "customer_ids": list(customer_ids),
        "manager_id": project.manager_id,
    }
