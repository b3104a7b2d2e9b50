"""Members, and the public link that turns notification mails off."""

from typing import Annotated

from fastapi import Query, Response

from services.api.identity.dependencies import UsingIdentity
from services.api.identity.members import unsubscribe
from services.api.identity.members.repository import MEMBERS
from services.api.identity.members.schemas import MailSwitchRead, MemberPage
from services.api.identity.policy import Role
from services.api.web.dependencies import Reading, allowed
from services.api.web.page import Cursor, Limit, Sort, Text, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor

router = context_router("", "members")


@router.get(
    "/members", operation_id="list_members", summary="List the people of this workspace", response_model=MemberPage
)
async def list_members(
    *,
    reader: Reading,
    actor: Annotated[Actor, allowed("members:read")],
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
    q: Text = None,
    role: Annotated[Role | None, Query()] = None,
) -> Response:
    """Sorts: `name` (default), `created_at`. Filters: `q` (name contains), `role`."""
    filters = {"q": q, "role": role}
    return await json_page(MEMBERS, reader, actor, limit=limit, cursor=cursor, sort=sort or "name", filters=filters)


@router.get(
    "/unsubscribe/{token}",
    operation_id="read_unsubscribe",
    summary="What an unsubscribe link would do",
    responses=problems(404),
)
async def read_unsubscribe(token: str, identity: UsingIdentity, response: Response) -> MailSwitchRead:
    """Changes nothing: mail scanners follow links."""
    response.headers["Cache-Control"] = "no-store"
    return await unsubscribe.look(identity, token)


@router.post(
    "/unsubscribe/{token}",
    operation_id="unsubscribe",
    summary="Turn notification mails off (RFC 8058 one-click)",
    responses=problems(404),
)
async def post_unsubscribe(token: str, identity: UsingIdentity, response: Response) -> MailSwitchRead:
    """Needs no sign-in and no body; a second time changes nothing more. In the app everything is still told."""
    response.headers["Cache-Control"] = "no-store"
    return await unsubscribe.turn_off(identity, token)
