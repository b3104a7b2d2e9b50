from typing import Annotated

from fastapi import Response

from services.api.communications.receipts.repository import RECEIPTS
from services.api.communications.receipts.schemas import DeliveryChannel, DeliveryPage, DeliveryStatus
from services.api.web.dependencies import Reading, allowed
from services.api.web.page import Cursor, Id, Limit, Sort, json_page
from services.api.web.routing import context_router
from services.kit.actor import Actor

router = context_router("/deliveries", "deliveries")

Reader = Annotated[Actor, allowed("deliveries:read")]


@router.get("", operation_id="list_deliveries", summary="Who was told of what, and how", response_model=DeliveryPage)
async def list_deliveries(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    event_id: Id = None,
    recipient_user_id: Id = None,
    channel: DeliveryChannel | None = None,
    status: DeliveryStatus | None = None,
) -> Response:
    filters = {"event_id": event_id, "recipient_user_id": recipient_user_id, "channel": channel, "status": status}
    return await json_page(
        RECEIPTS, reader, actor, limit=limit, cursor=cursor, sort=sort or "-occurred_at", filters=filters
    )
