from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert

from services.api.communications.receipts.models import DeliveryReceipt
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


async def put(work: Work, receipt: DeliveryReceipt) -> None:
    """Write what became of a delivery; what was said later stays, in whatever order it comes."""
    written = DeliveryReceipt
    values = {column.name: getattr(receipt, column.name) for column in written.__table__.columns}
    statement = insert(written).values(values)
    changed = {name: statement.excluded[name] for name in ("status", "reason", "message_id", "occurred_at")}
    key = [written.workspace_id, written.event_id, written.recipient_user_id, written.channel]
    await work.session.execute(
        statement.on_conflict_do_update(
            index_elements=key, set_=changed, where=written.occurred_at <= statement.excluded.occurred_at
        )
    )
