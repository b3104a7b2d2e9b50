from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response

from services.api.interactions.attachments.repository import FILE
from services.api.interactions.attachments.serving import headers_of
from services.api.web.dependencies import Reading, allowed
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.listing import visibility
from services.kit.problems import NotFound

router = context_router("/interactions", "interactions")

Reader = Annotated[Actor, allowed("interactions:read")]


@router.get(
    "/{interaction_id}/attachments/{attachment_id}",
    operation_id="download_attachment",
    summary="Download a file of a mail",
    response_class=Response,
    responses=problems(404)
    | {200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}},
)
async def download_attachment(
    interaction_id: Annotated[UUID, Path(description="The interaction's id.")],
    attachment_id: Annotated[UUID, Path(description="The attachment's id.")],
    actor: Reader,
    reader: Reading,
    request: Request,
    inline: Annotated[bool, Query(description="Show harmless pictures and PDF in place.")] = False,
) -> Response:
    """The type is told by the content, not by the sender. HTML, SVG and unknown types only ever download."""
    rows = await reader.rows(
        FILE,
        actor.workspace_id,
        interaction_id=interaction_id,
        attachment_id=attachment_id,
        **visibility(actor),
    )
    if not rows or not rows[0]["is_stored"]:
        raise NotFound
    octets = await request.app.state.parts.files.read(actor.workspace_id, bytes(rows[0]["sha256"]))
    if octets is None:
        raise NotFound("The file is no longer in the store. The raw request still holds it.")
    file_name, declared = rows[0]["file_name"], rows[0]["content_type"]
    return Response(octets, headers=headers_of(octets, file_name=file_name, declared=declared, may_show=inline))
