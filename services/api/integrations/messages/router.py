from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.integrations.messages import service
from services.api.integrations.messages.domain import Kind, Status
from services.api.integrations.messages.repository import MESSAGES, RAW_BODY
from services.api.integrations.messages.schemas import (
    InboundMatch,
    InboundMessagePage,
    InboundMessageRead,
    InboundReceipt,
    InboundReplay,
    InboundReplayed,
)
from services.api.integrations.models import InboundMessage
from services.api.web.conditions import json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Id, Limit, Sort, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.problems import NotFound
from services.kit.work import Work

router = context_router("/inbound-messages", "inbound")

Reader = Annotated[Actor, allowed("inbound-messages:read")]
Writer = Annotated[Work, writing("inbound-messages:write")]
MessageId = Annotated[UUID, Path(description="The inbound message's id.")]

#: What a stranger sent must never run in our origin: it is downloaded, not shown (R52).
_AS_A_FILE = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "no-store",
}


@router.get("", operation_id="list_inbound_messages", summary="List what came in", response_model=InboundMessagePage)
async def list_inbound_messages(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    status: Status | None = None,
    source_id: Id = None,
    kind: Kind | None = None,
) -> Response:
    """Sorts: `-received_at` (default), `received_at`. `status=unmatched` is the queue of mails without a customer."""
    filters = {"status": status, "source_id": source_id, "kind": kind}
    return await json_page(
        MESSAGES, reader, actor, limit=limit, cursor=cursor, sort=sort or "-received_at", filters=filters
    )


@router.get(
    "/{message_id}",
    operation_id="read_inbound_message",
    summary="Read what became of a request",
    response_model=InboundMessageRead,
    responses=problems(404),
)
async def read_inbound_message(message_id: MessageId, actor: Reader, reader: Reading) -> Response:
    return json_item(await MESSAGES.item(reader, actor, message_id))


@router.get(
    "/{message_id}/raw",
    operation_id="download_inbound_message",
    summary="The request's body, byte for byte",
    response_class=Response,
    responses=problems(404) | {200: {"content": {"application/octet-stream": {}}, "description": "The bytes"}},
)
async def download_inbound_message(message_id: MessageId, actor: Reader, reader: Reading) -> Response:
    rows = await reader.rows(RAW_BODY, actor.workspace_id, message_id=message_id)
    if not rows:
        raise NotFound
    name = f"{message_id}.{'eml' if rows[0]['kind'] == 'mail' else 'bin'}"
    headers = {**_AS_A_FILE, "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(rows[0]["body"], media_type="application/octet-stream", headers=headers)


@router.post(
    "/replay",
    operation_id="replay_inbound_messages",
    summary="Read failed or unmatched requests once more",
    status_code=202,
    response_model=InboundReplayed,
    responses=problems(404),
)
async def replay_inbound_messages(body: InboundReplay, work: Writer) -> InboundReplayed:
    """After the cause of many failures is gone, or when many customers are known by now."""
    return await service.replay_all(work, given=body)


@router.post(
    "/{message_id}/replay",
    operation_id="replay_inbound_message",
    summary="Read a request once more",
    status_code=202,
    response_model=InboundReceipt,
    responses=problems(404, 409),
)
async def replay_inbound_message(message_id: MessageId, work: Writer) -> InboundReceipt:
    """For a failed one, or when the customer of an unmatched one is known by now. Nothing is recorded twice."""
    return _receipt(await service.replay(work, message_id=message_id))


@router.post(
    "/{message_id}/match",
    operation_id="match_inbound_message",
    summary="Give a mail to a customer",
    status_code=200,
    response_model=InboundReceipt,
    responses=problems(404, 409),
)
async def match_inbound_message(message_id: MessageId, body: InboundMatch, work: Writer) -> InboundReceipt:
    """The unmatched mails of the same thread go with it, and come back with it."""
    return _receipt(await service.match_message(work, message_id=message_id, given=body))


def _receipt(message: InboundMessage) -> InboundReceipt:
    return InboundReceipt.model_validate(message, from_attributes=True)
