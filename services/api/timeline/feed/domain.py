"""Pure rules of the activity feed: what concerns only those who look after the workspace, and what may be asked for."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

#: Sign-ins, keys and invitations are the audit's, not everybody's news.
AUDIT_PREFIXES = ("session.", "api_key.", "invitation.", "audit.")
AUDIT_PERMISSION = "audit:read"


def is_for_audit(event_type: str) -> bool:
    """Whether only those who read the audit are told."""
    return event_type.startswith(AUDIT_PREFIXES)


@dataclass(frozen=True)
class EventFilter:
    """What the feed is narrowed to; None: not by this."""

    type: list[str] | None = None
    subject_kind: list[str] | None = None
    subject_id: UUID | None = None
    actor_id: UUID | None = None
    actor_kind: str | None = None
    project_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None

    def given(self) -> dict[str, Any]:
        """What is asked for, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: str(value) if name == "actor_id" else value for name, value in values.items() if value}
