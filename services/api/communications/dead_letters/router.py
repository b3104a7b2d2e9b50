from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.api.communications.dead_letters import service
from services.api.communications.dead_letters.repository import DEAD_LETTERS
from services.api.communications.dead_letters.schemas import DeadLetterPage, DeadLetterRead, DeadLetterStatus
from services.api.web.conditions import etag
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.fields import Label
from services.api.web.page import Cursor, Id, Limit, Sort, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/dead-letters", "dead-letters")

Reader = Annotated[Actor, allowed("dead-letters:read")]
Writer = Annotated[Work, writing("dead-letters:write")]


@router.get(
    "",
    operation_id="list_dead_letters",
    summary="Events that could not be worked through, newest first",
    response_model=DeadLetterPage,
)
async def list_dead_letters(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    event_id: Id = None,
    consumer: Annotated[Label | None, Query()] = None,
    status: DeadLetterStatus | None = None,
) -> Response:
    filters = {"event_id": event_id, "consumer": consumer, "status": status}
    return await json_page(
        DEAD_LETTERS, reader, actor, limit=limit, cursor=cursor, sort=sort or "-parked_at", filters=filters
    )


@router.post(
    "/{dead_letter_id}/replay",
    operation_id="replay_dead_letter",
    summary="Try the event of a dead letter again",
    status_code=202,
    response_model=DeadLetterRead,
    responses=problems(404),
)
async def replay_dead_letter(
    dead_letter_id: Annotated[UUID, Path(description="The dead letter's id.")], work: Writer, response: Response
) -> DeadLetterRead:
    dead_letter = await service.replay(work, dead_letter_id=dead_letter_id)
    response.headers["ETag"] = etag(dead_letter.version)
    return DeadLetterRead.model_validate(dead_letter)
