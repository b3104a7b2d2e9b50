from typing import Any
from uuid import UUID

from services.api.collaboration.subjects.domain import About
from services.contracts.envelope import Subject
from services.contracts.events.collaboration import WatcherAdded, WatcherRemoved


def subject(watcher_id: UUID) -> Subject:
    """How events name this watcher."""
    return Subject(kind="watcher", id=watcher_id)


def added(about: About, user_id: UUID) -> WatcherAdded:
    """What others learn of somebody who follows."""
    return WatcherAdded(**_facts(about, user_id))


def removed(about: About, user_id: UUID) -> WatcherRemoved:
    """What others learn of somebody who follows no longer."""
    return WatcherRemoved(**_facts(about, user_id))


def _facts(about: About, user_id: UUID) -> dict[str, Any]:
    return {
        "subject_kind": about.kind,
        "subject_id": about.id,
        "customer_id": about.customer_id,
        "project_ids": list(about.project_ids),
        "user_id": user_id,
        "thread_id": about.thread_id,
    }
