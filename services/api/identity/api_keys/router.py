"""API keys."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.api.identity.api_keys import service
from services.api.identity.api_keys.repository import KEYS
from services.api.identity.api_keys.schemas import ApiKeyCreate, ApiKeyCreated, ApiKeyPage, ApiKeyRead
from services.api.web.conditions import etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/api-keys", "api-keys")


@router.get("", operation_id="list_api_keys", summary="List the API keys in use", response_model=ApiKeyPage)
async def list_api_keys(
    reader: Reading,
    actor: Annotated[Actor, allowed("api-keys:read")],
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
) -> Response:
    """Sorts: `-created_at` (default), `created_at`, `name`. Revoked keys are left out."""
    return await json_page(KEYS, reader, actor, limit=limit, cursor=cursor, sort=sort or "-created_at")


@router.post("", operation_id="create_api_key", summary="Make an API key", status_code=201, responses=problems(409))
async def create_api_key(
    wanted: ApiKeyCreate, work: Annotated[Work, writing("api-keys:write")], response: Response
) -> ApiKeyCreated:
    """The answer shows `key` this once. It works within its scopes, and never beyond the role of who made it."""
    row, text = await service.create_api_key(work, wanted=wanted)
    response.headers.update(
        {"Location": f"/api/v1/api-keys/{row.id}", "ETag": etag(row.version), "Cache-Control": "no-store"}
    )
    return ApiKeyCreated.model_validate({**ApiKeyRead.model_validate(row).model_dump(), "key": text})


@router.get(
    "/{key_id}",
    operation_id="read_api_key",
    summary="Read an API key",
    response_model=ApiKeyRead,
    responses=problems(404),
)
async def read_api_key(key_id: UUID, reader: Reading, actor: Annotated[Actor, allowed("api-keys:read")]) -> Response:
    """Everything but the key itself."""
    return json_item(await KEYS.item(reader, actor, key_id))


@router.delete(
    "/{key_id}", operation_id="revoke_api_key", summary="Revoke an API key", status_code=204, responses=problems(404)
)
async def revoke_api_key(key_id: UUID, work: Annotated[Work, writing("api-keys:write")]) -> None:
    """Requests with the key are refused at once."""
    await service.revoke_api_key(work, key_id=key_id)
