from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response

from services.api.identity.dependencies import UsingIdentity
from services.api.interactions.attachments.serving import HARMLESS
from services.api.interactions.pictures.service import Gallery, fetch_remote_picture
from services.api.interactions.raster import RASTER_TYPES
from services.api.web.dependencies import Reading, allowed
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.foreign.addresses import LONGEST

router = context_router("/interactions", "interactions")

Reader = Annotated[Actor, allowed("interactions:read")]
PICTURE: dict[str, Any] = {kind: {"schema": {"type": "string", "format": "binary"}} for kind in RASTER_TYPES}


async def get_gallery(request: Request) -> Gallery:
    """What fetches pictures in this process."""
    gallery: Gallery = request.app.state.parts.gallery
    return gallery


@router.get(
    "/{interaction_id}/remote-picture",
    operation_id="fetch_remote_picture",
    summary="Fetch a picture that a mail shows from elsewhere",
    response_class=Response,
    responses=problems(404, 429, 502, 504) | {200: {"description": "The picture", "content": PICTURE}},
)
async def fetch_remote(
    interaction_id: Annotated[UUID, Path(description="The interaction's id.")],
    url: Annotated[
        str,
        Query(description="The `src` of an `img` in the interaction's `html`.", min_length=1, max_length=LONGEST),
    ],
    actor: Reader,
    reader: Reading,
    identity: UsingIdentity,
    gallery: Annotated[Gallery, Depends(get_gallery)],
) -> Response:
    """Tells the sender that somebody looked, so ask for it only when a person wants that.

    The picture's server sees neither the reader's address nor a cookie, and is not told who asks. PNG, JPEG, GIF, WebP
    and AVIF up to 5 MB are shown, recognised by their content. Addresses inside private networks are not gone to.
    """
    picture = await fetch_remote_picture(
        identity, reader, gallery, actor=actor, interaction_id=interaction_id, address=url
    )
    return Response(picture.octets, headers={**HARMLESS, "Content-Type": picture.kind, "Content-Disposition": "inline"})
