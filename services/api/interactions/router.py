from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.interactions import service
from services.api.interactions.domain import Channel, Direction
from services.api.interactions.placing import Whole
from services.api.interactions.repository import INTERACTIONS, WHOLE_INTERACTIONS
from services.api.interactions.schemas import (
    AttachmentRead,
    InteractionCreate,
    InteractionPage,
    InteractionRead,
    InteractionUpdate,
    ParticipantRead,
)
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Id, Limit, Sort, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/interactions", "interactions")

Reader = Annotated[Actor, allowed("interactions:read")]
Writer = Annotated[Work, writing("interactions:write")]
InteractionId = Annotated[UUID, Path(description="The interaction's id.")]


@router.get("", operation_id="list_interactions", summary="List interactions", response_model=InteractionPage)
async def list_interactions(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    customer_id: Id = None,
    project_id: Id = None,
    contact_id: Id = None,
    thread_id: Id = None,
    channel: Channel | None = None,
    direction: Direction | None = None,
) -> Response:
    """Sorts: `-occurred_at` (default), `occurred_at`. Long texts are cut; read the interaction for all of it."""
    filters: dict[str, UUID | str | None] = {
        "customer_id": customer_id,
        "project_id": project_id,
        "contact_id": contact_id,
        "thread_id": thread_id,
        "channel": channel,
        "direction": direction,
    }
    return await json_page(
        INTERACTIONS, reader, actor, limit=limit, cursor=cursor, sort=sort or "-occurred_at", filters=filters
    )


@router.post(
    "",
    operation_id="record_interaction",
    summary="Record a call, a meeting, a note or a mail that took place elsewhere",
    status_code=201,
    response_model=InteractionRead,
    responses=problems(404),
)
async def record_interaction(body: InteractionCreate, work: Writer, response: Response) -> InteractionRead:
    """Only records; nothing is sent."""
    whole = await service.record_interaction(work, given=body)
    response.headers["Location"] = f"/api/v1/interactions/{whole.interaction.id}"
    return _answer(whole, response)


@router.get(
    "/{interaction_id}",
    operation_id="read_interaction",
    summary="Read an interaction",
    response_model=InteractionRead,
    responses=problems(404),
)
async def read_interaction(interaction_id: InteractionId, actor: Reader, reader: Reading) -> Response:
    return json_item(await WHOLE_INTERACTIONS.item(reader, actor, interaction_id))


@router.patch(
    "/{interaction_id}",
    operation_id="change_interaction",
    summary="Correct an interaction, or move it to another customer or project",
    response_model=InteractionRead,
    responses=problems(404, 412),
)
async def change_interaction(
    interaction_id: InteractionId,
    body: InteractionUpdate,
    expected: ExpectedVersion,
    work: Writer,
    response: Response,
) -> InteractionRead:
    whole = await service.change_interaction(
        work, interaction_id=interaction_id, change=body, expected_version=expected
    )
    return _answer(whole, response)


@router.delete(
    "/{interaction_id}",
    operation_id="delete_interaction",
    summary="Delete an interaction",
    status_code=204,
    responses=problems(404, 412),
)
async def delete_interaction(interaction_id: InteractionId, expected: ExpectedVersion, work: Writer) -> None:
    await service.delete_interaction(work, interaction_id=interaction_id, expected_version=expected)


def _answer(whole: Whole, response: Response) -> InteractionRead:
    interaction = whole.interaction
    response.headers["ETag"] = etag(interaction.version)
    own = {name: getattr(interaction, name) for name in InteractionRead.model_fields if hasattr(interaction, name)}
    return InteractionRead(
        **own,
        project_ids=whole.project_ids,
        participants=[ParticipantRead.model_validate(person) for person in whole.participants],
        attachments=[AttachmentRead.model_validate(file) for file in whole.attachments],
    )
