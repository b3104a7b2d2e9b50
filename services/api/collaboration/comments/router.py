from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.collaboration.comments import service
from services.api.collaboration.comments.repository import COMMENTS, ONE_COMMENT
from services.api.collaboration.comments.schemas import CommentCreate, CommentPage, CommentRead, CommentUpdate
from services.api.collaboration.subjects.pages import page_about
from services.api.collaboration.subjects.schemas import AskedId, AskedKind
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/comments", "collaboration")

Reader = Annotated[Actor, allowed("comments:read")]
Writer = Annotated[Work, writing("comments:write")]
CommentId = Annotated[UUID, Path(description="The comment's id.")]


@router.get(
    "",
    operation_id="list_comments",
    summary="What was said about a record",
    response_model=CommentPage,
    responses=problems(404),
)
async def list_comments(
    actor: Reader,
    reader: Reading,
    subject_kind: AskedKind,
    subject_id: AskedId,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
) -> Response:
    """Sorts: `-created_at` (default), `created_at`."""
    return await page_about(
        COMMENTS,
        reader,
        actor,
        subject_kind=subject_kind,
        subject_id=subject_id,
        limit=limit,
        cursor=cursor,
        sort=sort or "-created_at",
    )


@router.post(
    "",
    operation_id="write_comment",
    summary="Comment on a customer, a project, a task or an interaction",
    status_code=201,
    response_model=CommentRead,
    responses=problems(404),
)
async def write_comment(body: CommentCreate, work: Writer, response: Response) -> CommentRead:
    """For the own team only; customers never see it. Whoever is mentioned is told, and so is who follows the record."""
    comment = await service.write_comment(work, given=body)
    response.headers["Location"] = f"/api/v1/comments/{comment.id}"
    response.headers["ETag"] = etag(comment.version)
    return comment


@router.get(
    "/{comment_id}",
    operation_id="read_comment",
    summary="Read a comment, with the record it is about",
    response_model=CommentRead,
    responses=problems(404),
)
async def read_comment(comment_id: CommentId, actor: Reader, reader: Reading) -> Response:
    return json_item(await ONE_COMMENT.item(reader, actor, comment_id))


@router.patch(
    "/{comment_id}",
    operation_id="change_comment",
    summary="Put a comment of one's own in other words",
    response_model=CommentRead,
    responses=problems(404, 412),
)
async def change_comment(
    comment_id: CommentId, body: CommentUpdate, expected: ExpectedVersion, work: Writer, response: Response
) -> CommentRead:
    comment = await service.change_comment(work, comment_id=comment_id, change=body, expected_version=expected)
    response.headers["ETag"] = etag(comment.version)
    return comment


@router.delete(
    "/{comment_id}",
    operation_id="delete_comment",
    summary="Delete a comment: one's own, or, as an admin, anybody's",
    status_code=204,
    responses=problems(404, 412),
)
async def delete_comment(comment_id: CommentId, expected: ExpectedVersion, work: Writer) -> None:
    await service.delete_comment(work, comment_id=comment_id, expected_version=expected)
