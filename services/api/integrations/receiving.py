"""The public address of a source. No sign-in: the signature is the credential."""

from datetime import timedelta

from fastapi import Request, Response

from services.api.integrations import receipt
from services.api.integrations.errors import SignatureInvalid
from services.api.integrations.messages.schemas import InboundReceipt
from services.api.integrations.sources.service import open_source_of_token
from services.api.web.routing import context_router, problems
from services.kit.correlation import correlation_id
from services.kit.problems import NotFound

router = context_router("/inbound", "inbound")


@router.post(
    "/{token}",
    operation_id="receive_inbound",
    summary="Where a provider posts to",
    status_code=202,
    response_model=InboundReceipt,
    responses=problems(404, 413, 503) | {200: {"model": InboundReceipt, "description": "Received before"}},
    openapi_extra={
        "requestBody": {"required": True, "content": {"message/rfc822": {"schema": {"type": "string"}}}},
        "security": [],
    },
)
async def receive_inbound(token: str, request: Request, response: Response) -> InboundReceipt:
    """The raw request is stored and answered at once; reading it follows. A repeat is answered alike and read once."""
    parts = request.app.state.parts
    source = await open_source_of_token(parts.database.reader, token=token, sealer=parts.sealer)
    if source is None:
        raise NotFound("Nobody was given this address. Copy it again from the inbound source.")
    posted = receipt.posted_of(await request.body(), request.headers)
    tolerance = timedelta(seconds=parts.settings.webhook_tolerance_seconds)
    verdict = await receipt.judge(source, posted, tolerance=tolerance)
    if not verdict.is_good:
        await receipt.turn_away(parts.database, source, posted, reason=verdict.reason, correlation_id=correlation_id())
        raise SignatureInvalid
    taken = await receipt.take_in(parts.database, source, posted, correlation_id=correlation_id())
    response.status_code = 200 if taken.is_repeat else 202
    return InboundReceipt(id=taken.message_id, status=taken.status)
