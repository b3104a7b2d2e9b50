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
class Point:
    """One of several things that a notice names, and the record it leads to."""

    text: str
    link: Link


RARELY_SET = frozenset({"stands_alone", "points", "sealed_token", "to_name", "to_address"})


@dataclass(frozen=True, slots=True)
class Notice:
    """Plain text throughout: it may hold whatever a stranger wrote, and every channel escapes it in its own way.

    headline: the fact, one sentence. context: where it belongs ("Kiln Works · Website"). quote, quoted_name: their
    words and whose they are. reason: why this person gets it. A transactional notice is about the person's own account
    and is not subject to the email switch. One that stands alone asks for a decision and is never told among others.
    points: what a notice about many things names. sealed_token: the token of its link, sealed until the mail is
    written. to_name, to_address: whom it goes to, where that is no member (yet).
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
    stands_alone: bool = False
    points: tuple[Point, ...] = ()
    sealed_token: str = ""
    to_name: str = ""
    to_address: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the ledger keeps it; what is rarely set only where it is, so that an older notifier reads the others."""
        kept = {**asdict(self), "link": _kept(self.link)}
        kept["points"] = [{"text": point.text, "link": _kept(point.link)} for point in self.points]
        return {name: value for name, value in kept.items() if value or name not in RARELY_SET}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Notice":
        """As the ledger kept it."""
        points = tuple(Point(point["text"], _link(point["link"])) for point in kept.get("points", ()))
        return cls(**{**kept, "link": _link(kept["link"]), "points": points})


def _kept(link: Link) -> dict[str, str]:
    return {"kind": link.kind, "id": str(link.id)}


def _link(kept: dict[str, str]) -> Link:
    return Link(kept["kind"], UUID(kept["id"]))


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
    is_active: bool
    recipient_name: str = ""
    recipient_email: str = ""
    wants_email: bool = False
    email_off: tuple[str, ...] = ()
    project_id: UUID | None = None
    is_private: bool = False
