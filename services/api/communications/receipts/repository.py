from typing import cast

from sqlalchemy import Table, bindparam

from services.api.communications.receipts.models import DeliveryReceipt
from services.kit.gathering import Part, put, row_of
from services.kit.listing import Listing, Sort, instant
from services.kit.reads import fence
from services.kit.work import Work

RECEIPTS = Listing(
    source=DeliveryReceipt.__table__,
    fields={
        "id": DeliveryReceipt.id,
        "event_id": DeliveryReceipt.event_id,
        "recipient_user_id": DeliveryReceipt.recipient_user_id,
        "channel": DeliveryReceipt.channel,
        "status": DeliveryReceipt.status,
        "reason": DeliveryReceipt.reason,
        "message_id": DeliveryReceipt.message_id,
        "occurred_at": instant(DeliveryReceipt.occurred_at),
    },
    identity=DeliveryReceipt.id,
    where=(DeliveryReceipt.workspace_id == fence(),),
    sorts={"occurred_at": Sort(DeliveryReceipt.occurred_at)},
    filters={
        "event_id": DeliveryReceipt.event_id == bindparam("event_id", type_=DeliveryReceipt.event_id.type),
        "recipient_user_id": DeliveryReceipt.recipient_user_id
        == bindparam("recipient_user_id", type_=DeliveryReceipt.recipient_user_id.type),
        "channel": DeliveryReceipt.channel == bindparam("channel", type_=DeliveryReceipt.channel.type),
        "status": DeliveryReceipt.status == bindparam("status", type_=DeliveryReceipt.status.type),
    },
)


_ROW = put(cast(Table, DeliveryReceipt.__table__))
PUT_RECEIPT = Part(
    f"{_ROW.sql} ON CONFLICT (workspace_id, event_id, recipient_user_id, channel) DO UPDATE"
    " SET status = excluded.status, reason = excluded.reason, message_id = excluded.message_id,"
    " occurred_at = excluded.occurred_at WHERE rapport.delivery_receipts.occurred_at <= excluded.occurred_at",
    key=("workspace_id", "event_id", "recipient_user_id", "channel"),
)


def keep(work: Work, receipt: DeliveryReceipt) -> None:
    """Write what became of a delivery; what was said later stays, in whatever order and however often it comes."""
    work.gather(PUT_RECEIPT, row_of(receipt))
