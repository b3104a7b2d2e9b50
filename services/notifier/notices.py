"""What one person is told about one event, before a channel gives it its form."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

EMAIL = "email"
IN_APP = "in_app"


@dataclass(frozen=True, slots=True)
class Link:
    """The record a notice leads to."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Notice:
    """Plain text throughout: it may hold whatever a stranger wrote, and every channel escapes it in its own way.

    headline: the fact, one sentence. context: where it belongs ("Kiln Works · Website"). quote, quoted_name: their
    words and whose they are. reason: why this person gets it. A transactional notice is about the person's own account
    and is not subject to the email switch.
    """

    subject: str
    headline: str
    link: Link
    button: str
    reason: str
    context: str = ""
    quote: str = ""
    quoted_name: str = ""
    is_transactional: bool = False

    def to_json(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {**asdict(self), "link": {"kind": self.link.kind, "id": str(self.link.id)}}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Notice":
        """As the ledger kept it."""
        link = kept["link"]
        return cls(**{**kept, "link": Link(link["kind"], UUID(link["id"]))})


@dataclass(frozen=True, slots=True)
class PlannedDelivery:
    """One notice for one person by one channel, as a rule decided it."""

    recipient_id: UUID
    channel: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class Delivery:
    """A claimed delivery with what is known of its recipient at this moment."""

    id: UUID
    workspace_id: UUID
    event_id: UUID
    event_type: str
    recipient_id: UUID
    channel: str
    attempts: int
    version: int
    notice: Notice
    correlation_id: str
    recipient_name: str
    recipient_email: str
    is_active: bool
    wants_email: bool
    project_id: UUID | None = None
    is_private: bool = False
