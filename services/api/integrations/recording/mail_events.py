"""Reports of what became of mail that was sent through a provider: kept with the request, and told once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from services.api.customers.contacts.service import contacts_by_address
from services.api.integrations import events
from services.api.integrations.providers.port import MailEvent
from services.api.integrations.recording.port import Recorder, Request
from services.api.web.fields import UNSTORABLE
from services.kit.mail_names import ascii_address
from services.kit.work import Work

MAX_CHARS = 1_000
MAX_EVENTS = 1_000


def prepare(told: Sequence[MailEvent], received_at: datetime) -> list[MailEvent]:
    """Make each fit to be stored."""
    del received_at
    return [
        MailEvent(
            kind=one.kind,
            occurred_at=one.occurred_at,
            recipient=_fit(one.recipient),
            message_id=_fit(one.message_id),
            is_permanent=one.is_permanent,
            detail=_fit(one.detail),
        )
        for one in told[:MAX_EVENTS]
    ]


async def record(work: Work, request: Request, reports: list[MailEvent]) -> None:
    """Keep the reports and say each of them; what a replay repeats is not said again."""
    message = request.message
    known = message.mail_events or []
    rows = [_row(one) for one in reports]
    kinds = {one.kind for one in reports}
    message.kind = kinds.pop() if len(kinds) == 1 else "other"
    message.mail_events = rows
    new = [one for one, row in zip(reports, rows, strict=True) if row not in known]
    found = await contacts_by_address(work, addresses=[one.recipient for one in new if one.recipient])
    for one in new:
        people = {person.customer_id: person.id for person in reversed(found.get(ascii_address(one.recipient), []))}
        for customer_id, contact_id in people.items() or [(None, None)]:
            _tell(work, request, one, customer_id, contact_id)


def _tell(work: Work, request: Request, one: MailEvent, customer_id: UUID | None, contact_id: UUID | None) -> None:
    payload = events.mail_event_received(request.message, one, customer_id=customer_id, contact_id=contact_id)
    work.record(payload, subject=events.message_subject(request.message), sequence=request.message.attempts)


def _row(one: MailEvent) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "occurred_at": one.occurred_at.isoformat() if one.occurred_at else None,
        "recipient": one.recipient,
        "message_id": one.message_id,
        "is_permanent": one.is_permanent,
        "detail": one.detail,
    }


def _fit(text: str) -> str:
    return UNSTORABLE.sub("", text)[:MAX_CHARS]


MAIL_EVENTS = Recorder(of=MailEvent, prepare=prepare, record=record)
