"""The public address of a source. No sign-in: the signature is the credential."""

from datetime import timedelta

from fastapi import Request, Response

from services.api.identity.public_tokens import OpenedByToken
from services.api.integrations import receipt
from services.api.integrations.errors import SignatureInvalid
from services.api.integrations.messages.schemas import InboundReceipt
from services.api.integrations.providers.port import Posted
from services.api.integrations.providers.registry import PROVIDERS
from services.api.integrations.sources.service import OpenSource, open_source_of_token
from services.api.web.large_bodies import LargeBodies
from services.api.web.limits import INBOUND_BYTES, ORDINARY_BYTES
from services.api.web.routing import context_router, problems
from services.kit.correlation import correlation_id
from services.kit.problems import NotFound

router = context_router("/inbound", "inbound")

USED_BEFORE = "Its token was used before, with another body."


@router.head(
    "/{token}",
    operation_id="probe_inbound",
    summary="Whether an address takes requests",
    dependencies=[OpenedByToken],
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
    dependencies=[OpenedByToken],
    responses=problems(404, 408, 413, 429, 503) | {200: {"model": InboundReceipt, "description": "Received before"}},
    openapi_extra={
        "requestBody": {"required": True, "content": {"message/rfc822": {"schema": {"type": "string"}}}},
        "security": [],
    },
)
async def receive_inbound(token: str, request: Request, response: Response) -> InboundReceipt:
    """The raw request is stored and answered at once; reading it follows. A repeat is answered alike and read once."""
    source = await _source_of(request, token)
    limit = INBOUND_BYTES if PROVIDERS[source.provider].kind == "email" else ORDINARY_BYTES
    bodies: LargeBodies = request.app.state.large_bodies
    async with bodies.whole(request, limit=limit) as body:
        taken = await _taken_in(request, source, receipt.posted_of(body, request.headers))
    response.status_code = 200 if taken.is_repeat else 202
    return InboundReceipt(id=taken.message_id, status=taken.status)


async def _taken_in(request: Request, source: OpenSource, posted: Posted) -> receipt.Receipt:
    parts = request.app.state.parts
    tolerance = timedelta(seconds=parts.settings.webhook_tolerance_seconds)
    verdict = await receipt.judge(source, posted, tolerance=tolerance)
    taken = None
    if verdict.is_good:
        taken = await receipt.take_in(parts.database, source, posted, correlation_id=correlation_id())
    if taken is None:
        reason = verdict.reason or USED_BEFORE
        await receipt.turn_away(parts.database, source, posted, reason=reason, correlation_id=correlation_id())
        raise SignatureInvalid
    return taken


async def _source_of(request: Request, token: str) -> OpenSource:
    parts = request.app.state.parts
    source = await open_source_of_token(parts.database.reader, token=token, sealer=parts.sealer)
    if source is None:
        raise NotFound("Nobody was given this address. Copy it again from the inbound source.")
    return source
