"""The public address of a source. No sign-in: the signature is the credential."""

from datetime import timedelta

from fastapi import Request, Response

from services.api.integrations import receipt
from services.api.integrations.errors import SignatureInvalid
from services.api.integrations.messages.schemas import InboundReceipt
from services.api.integrations.providers.registry import PROVIDERS
from services.api.integrations.sources.service import OpenSource, open_source_of_token
from services.api.web.limits import INBOUND_BYTES, ORDINARY_BYTES, body_within
from services.api.web.routing import context_router, problems
from services.kit.correlation import correlation_id
from services.kit.problems import NotFound

router = context_router("/inbound", "inbound")

USED_BEFORE = "Its token was used before, with another body."


@router.head(
    "/{token}",
    operation_id="probe_inbound",
    summary="Whether an address takes requests",
    include_in_schema=False,
)
async def probe_inbound(token: str, request: Request) -> Response:
    """Some providers ask before they save an address. Nothing is stored, and `last_received_at` stays."""
    await _source_of(request, token)
    return Response()


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
    source = await _source_of(request, token)
    limit = INBOUND_BYTES if PROVIDERS[source.provider].kind == "email" else ORDINARY_BYTES
    posted = receipt.posted_of(await body_within(request, limit), request.headers)
    tolerance = timedelta(seconds=parts.settings.webhook_tolerance_seconds)
    verdict = await receipt.judge(source, posted, tolerance=tolerance)
    taken = None
    if verdict.is_good:
        taken = await receipt.take_in(parts.database, source, posted, correlation_id=correlation_id())
    if taken is None:
        reason = verdict.reason or USED_BEFORE
        await receipt.turn_away(parts.database, source, posted, reason=reason, correlation_id=correlation_id())
        raise SignatureInvalid
    response.status_code = 200 if taken.is_repeat else 202
    return InboundReceipt(id=taken.message_id, status=taken.status)


async def _source_of(request: Request, token: str) -> OpenSource:
    parts = request.app.state.parts
    source = await open_source_of_token(parts.database.reader, token=token, sealer=parts.sealer)
    if source is None:
        raise NotFound("Nobody was given this address. Copy it again from the inbound source.")
    return source
