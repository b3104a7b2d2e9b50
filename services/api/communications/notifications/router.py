from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Response

from services.api.communications.notifications import repository, service
from services.api.communications.notifications.repository import NOTIFICATIONS
from services.api.communications.notifications.schemas import (
    NotificationPage,
    NotificationRead,
    NotificationsRead,
    UnreadCount,
)
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/notifications", "notifications")

Reader = Annotated[Actor, allowed("notifications:read")]
Writer = Annotated[Work, writing("notifications:write")]


@router.get(
    "", operation_id="list_notifications", summary="What I was told, newest first", response_model=NotificationPage
)
async def list_notifications(
    actor: Reader,
    reader: Reading,
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    unread: Annotated[bool | None, Query(description="Only those not read yet, or only those read.")] = None,
) -> Response:
    filters = {"unread": unread or None, "seen": True if unread is False else None}
    return await json_page(
        NOTIFICATIONS,
        reader,
        actor,
        limit=limit,
        cursor=cursor,
        sort=sort or "-created_at",
        filters=filters,
        user_id=actor.user_id,
    )


@router.get(
    "/unread-count",
    operation_id="count_unread_notifications",
    summary="How many notifications I have not read",
    response_model=UnreadCount,
)
async def count_unread_notifications(actor: Reader, reader: Reading) -> UnreadCount:
    return UnreadCount(unread=await repository.unread_count(reader, actor))


@router.post(
    "/read-all",
    operation_id="mark_all_notifications_read",
    summary="Mark all my notifications as read",
    response_model=NotificationsRead,
)
async def mark_all_notifications_read(work: Writer) -> NotificationsRead:
    return NotificationsRead(marked=await service.mark_all_read(work))


@router.post(
    "/{notification_id}/read",
    operation_id="mark_notification_read",
    summary="Mark one of my notifications as read",
    response_model=NotificationRead,
    responses=problems(404),
)
async def mark_notification_read(
    notification_id: Annotated[UUID, Path(description="The notification's id.")], work: Writer
) -> NotificationRead:
    return NotificationRead.model_validate(await service.mark_read(work, notification_id=notification_id))
