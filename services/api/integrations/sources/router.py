from typing import Annotated
from uuid import UUID

import orjson
from fastapi import Depends, Path, Request, Response

from services.api.integrations.sources import service
from services.api.integrations.sources.repository import SOURCES
from services.api.integrations.sources.schemas import (
    InboundProviderList,
    InboundSourceCreate,
    InboundSourceCreated,
    InboundSourcePage,
    InboundSourceRead,
    InboundSourceUpdate,
)
from services.api.web.conditions import ExpectedVersion, etag
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort, Text, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.problems import NotFound
from services.kit.seal import Sealer
from services.kit.work import Work

router = context_router("/inbound-sources", "inbound")

Reader = Annotated[Actor, allowed("inbound-sources:read")]
Writer = Annotated[Work, writing("inbound-sources:write")]
SourceId = Annotated[UUID, Path(description="The source's id.")]


async def get_sealer(request: Request) -> Sealer:
    """What secrets at rest are opened with."""
    sealer: Sealer = request.app.state.parts.sealer
    return sealer


Sealing = Annotated[Sealer, Depends(get_sealer)]


@router.get("", operation_id="list_inbound_sources", summary="List inbound sources", response_model=InboundSourcePage)
async def list_inbound_sources(
    actor: Reader,
    reader: Reading,
    sealer: Sealing,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    kind: Text = None,
    provider: Text = None,
) -> InboundSourcePage:
    """Sorts: `created_at` (default), `-created_at`."""
    filters = {"kind": kind, "provider": provider}
    page = await json_page(
        SOURCES, reader, actor, limit=limit, cursor=cursor, sort=sort or "created_at", filters=filters
    )
    found = orjson.loads(bytes(page.body))
    items = [service.shown_source(item, sealer) for item in found["items"]]
    return InboundSourcePage(items=items, next_cursor=found["next_cursor"])


@router.post(
    "",
    operation_id="add_inbound_source",
    summary="Make an address that a provider posts to",
    status_code=201,
    response_model=InboundSourceCreated,
)
async def add_inbound_source(
    body: InboundSourceCreate, work: Writer, sealer: Sealing, response: Response
) -> InboundSourceCreated:
    """For `raw`: POST each mail as `message/rfc822` to `url`, with the hex HMAC-SHA256 of the body, keyed by
    `secret`, in the header `X-Rapport-Signature`."""
    source = await service.add_source(work, given=body, sealer=sealer)
    response.headers["Location"] = f"/api/v1/inbound-sources/{source.id}"
    response.headers["ETag"] = etag(source.version)
    response.headers["Cache-Control"] = "no-store"
    return source


@router.get(
    "/providers",
    operation_id="list_inbound_providers",
    summary="List what can post to a source",
    response_model=InboundProviderList,
)
async def list_inbound_providers(_actor: Reader) -> InboundProviderList:
    """With the settings that each of them uses."""
    return InboundProviderList(items=service.known_providers())


@router.get(
    "/{source_id}",
    operation_id="read_inbound_source",
    summary="Read an inbound source",
    response_model=InboundSourceRead,
    responses=problems(404),
)
async def read_inbound_source(
    source_id: SourceId, actor: Reader, reader: Reading, sealer: Sealing, response: Response
) -> InboundSourceRead:
    found = await SOURCES.item(reader, actor, source_id)
    if found is None:
        raise NotFound
    response.headers["ETag"] = etag(found[1])
    return service.shown_source(orjson.loads(found[0]), sealer)


@router.patch(
    "/{source_id}",
    operation_id="change_inbound_source",
    summary="Change an inbound source",
    response_model=InboundSourceCreated,
    responses=problems(404, 412),
)
async def change_inbound_source(
    source_id: SourceId,
    body: InboundSourceUpdate,
    expected: ExpectedVersion,
    work: Writer,
    sealer: Sealing,
    response: Response,
) -> InboundSourceCreated:
    """A new secret is used from this moment on; `secret` shows it only where Rapport made it just now."""
    source = await service.change_source(
        work, source_id=source_id, change=body, sealer=sealer, expected_version=expected
    )
    response.headers["ETag"] = etag(source.version)
    response.headers["Cache-Control"] = "no-store"
    return source


@router.delete(
    "/{source_id}",
    operation_id="delete_inbound_source",
    summary="Close an address",
    status_code=204,
    responses=problems(404, 412),
)
async def delete_inbound_source(source_id: SourceId, expected: ExpectedVersion, work: Writer) -> None:
    """Interactions stay; the raw requests of the source are deleted."""
    await service.delete_source(work, source_id=source_id, expected_version=expected)
