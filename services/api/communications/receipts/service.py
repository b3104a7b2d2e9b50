"""Keeping what became of each delivery."""

from datetime import datetime
from uuid import UUID

from services.api.communications.receipts import repository
from services.api.communications.receipts.models import DeliveryReceipt
from services.kit.ids import new_id
from services.kit.work import Work


async def note_sent(
    work: Work, *, event_id: UUID, recipient_user_id: UUID, channel: str, message_id: str | None, occurred_at: datetime
) -> None:
    """The person was told."""
    receipt = _receipt(work, event_id, recipient_user_id, channel, occurred_at)
    receipt.status, receipt.message_id = "sent", message_id
    repository.keep(work, receipt)


async def note_failed(
    work: Work, *, event_id: UUID, recipient_user_id: UUID, channel: str, reason: str, occurred_at: datetime
) -> None:
    """The person could not be told, and nobody tries again."""
    receipt = _receipt(work, event_id, recipient_user_id, channel, occurred_at)
    receipt.status, receipt.reason = "failed", reason
    repository.keep(work, receipt)


def _receipt(
    work: Work, event_id: UUID, recipient_user_id: UUID, channel: str, occurred_at: datetime
) -> DeliveryReceipt:
    return DeliveryReceipt(
        workspace_id=work.workspace_id,
        id=new_id(),
        event_id=event_id,
        recipient_user_id=recipient_user_id,
        channel=channel,
        occurred_at=occurred_at,
    )
