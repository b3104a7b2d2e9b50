"""What the notifier keeps of the world, as events tell it: members, customers, projects, who is on them, and watchers.

Pure: an event becomes changes of rows. A change carries the event's position (the order in which events became
visible), and an older one never overwrites a newer one; so events may come twice, late or all over again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from services.contracts.envelope import Envelope
from services.contracts.events.collaboration import WatcherFacts
from services.contracts.events.customers import CustomerFacts
from services.contracts.events.identity import MemberFacts, MemberRemoved
from services.contracts.events.projects import ProjectFacts, ProjectMemberFacts
from services.notifier.reading import read

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """The row of a projection under `key` now has these values."""

    table: str
    key: Row
    values: Row


def changes(envelope: Envelope) -> list[Change]:
    """What this event changes in the projections; nothing for most types."""
    project = PROJECTIONS.get(envelope.type)
    return project(envelope) if project else []


def teaches(event_type: str) -> bool:
    """Whether events of this type change anything here."""
    return event_type in PROJECTIONS


def _member(envelope: Envelope) -> list[Change]:
    member = read(MemberFacts, envelope)
    values = {
        "name": member.name,
        "email": member.email,
        "role": member.role,
        "wants_email": member.email_notifications,
        "email_off": member.email_off,
        "is_active": True,
    }
    return [Change("members", {"user_id": member.user_id}, values)]


def _member_removed(envelope: Envelope) -> list[Change]:
    # A row that says so, and nothing more of the person: they are written to no more.
    values: Row = {"name": "", "email": "", "role": "", "wants_email": False, "email_off": [], "is_active": False}
    return [Change("members", {"user_id": read(MemberRemoved, envelope).user_id}, values)]


def _customer(envelope: Envelope) -> list[Change]:
    customer = read(CustomerFacts, envelope)
    values = {"name": customer.name, "owner_id": customer.owner_id, "is_deleted": False}
    return [Change("customers", {"id": envelope.subject.id}, values)]


def _project(envelope: Envelope) -> list[Change]:
    project = read(ProjectFacts, envelope)
    values = {
        "name": project.name,
        "status": project.status,
        "customer_ids": project.customer_ids,
        "manager_id": project.manager_id,
        "is_private": project.is_private,
        "is_deleted": False,
    }
    return [Change("projects", {"id": envelope.subject.id}, values)]


def _customer_deleted(envelope: Envelope) -> list[Change]:
    # A row that says so, rather than none: a late older event cannot bring the customer back.
    values = {"name": "", "owner_id": None, "is_deleted": True}
    return [Change("customers", {"id": envelope.subject.id}, values)]


def _project_deleted(envelope: Envelope) -> list[Change]:
    values: Row = {
        "name": "",
        "status": "cancelled",
        "customer_ids": [],
        "manager_id": None,
        "is_private": envelope.is_private,
        "is_deleted": True,
    }
    return [Change("projects", {"id": envelope.subject.id}, values)]


def _on_project(is_member: bool) -> "Projection":
    def project(envelope: Envelope) -> list[Change]:
        project_id = envelope.project_id or envelope.subject.id
        key = {"project_id": project_id, "user_id": read(ProjectMemberFacts, envelope).user_id}
        return [Change("project_members", key, {"is_member": is_member})]

    return project


def _watching(is_watching: bool) -> "Projection":
    def project(envelope: Envelope) -> list[Change]:
        watcher = read(WatcherFacts, envelope)
        key = {"subject_id": watcher.subject_id, "user_id": watcher.user_id}
        values: Row = {
            "subject_kind": watcher.subject_kind,
            "thread_id": watcher.thread_id,
            "is_watching": is_watching,
        }
        return [Change("watchers", key, values)]

    return project


Projection = Callable[[Envelope], list[Change]]

PROJECTIONS: dict[str, Projection] = {
    "member.joined": _member,
    "member.changed": _member,
    "member.removed": _member_removed,
    "customer.created": _customer,
    "customer.updated": _customer,
    "customer.deleted": _customer_deleted,
    "project.created": _project,
    "project.updated": _project,
    "project.deleted": _project_deleted,
    "project.member_added": _on_project(True),
    "project.member_removed": _on_project(False),
    "watcher.added": _watching(True),
    "watcher.removed": _watching(False),
}
