"""Members, and the public link that turns notification mails off."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Response

from services.api.identity.dependencies import UsingIdentity
from services.api.identity.members import changing, switches, unsubscribe
from services.api.identity.members.repository import MEMBERS
from services.api.identity.members.schemas import (
    Leave,
    MailSwitchRead,
    MemberPage,
    MemberRead,
    MemberUpdate,
    SwitchesRead,
    SwitchesUpdate,
)
from services.api.identity.policy import Role
from services.api.identity.public_tokens import OpenedByToken
from services.api.identity.sessions import signing
from services.api.identity.sessions.cookies import CalledBy, FromOurPages, RefreshCookie
from services.api.identity.sessions.entering import entered_elsewhere
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort, Text, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("", "members")

Status = Literal["present", "left", "all"]


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
    status: Annotated[Status, Query(description="Those who are here, who left, or both.")] = "present",
) -> Response:
    """Sorts: `name` (default), `created_at`. Filters: `q` (name contains), `role`, `status`."""
    filters = {"q": q, "role": role, "has_left": None if status == "all" else status == "left"}
    return await json_page(MEMBERS, reader, actor, limit=limit, cursor=cursor, sort=sort or "name", filters=filters)


@router.get(
    "/members/{user_id}",
    operation_id="read_member",
    summary="Read a member",
    response_model=MemberRead,
    responses=problems(404),
)
async def read_member(user_id: UUID, reader: Reading, actor: Annotated[Actor, allowed("members:read")]) -> Response:
    """Also one who left: their name stays on what they did."""
    return json_item(await MEMBERS.item(reader, actor, user_id))


@router.patch(
    "/members/{user_id}",
    operation_id="update_member",
    summary="Change a member's role",
    responses=problems(404, 409, 412),
)
async def update_member(
    *,
    user_id: UUID,
    changes: MemberUpdate,
    expected: ExpectedVersion,
    work: Annotated[Work, writing("members:write")],
    response: Response,
) -> MemberRead:
    """It holds within five seconds, for their keys and open streams too. The last owner stays one."""
    member, user = await changing.change_role(work, user_id=user_id, changes=changes, expected_version=expected)
    response.headers["ETag"] = etag(member.version)
    return MemberRead.model_validate({**vars(member), "id": user.id, "name": user.name, "email": user.email})


@router.delete(
    "/members/{user_id}",
    operation_id="remove_member",
    summary="Remove a member from the workspace",
    status_code=204,
    responses=problems(404, 409),
)
async def remove_member(
    user_id: UUID, identity: UsingIdentity, work: Annotated[Work, writing("members:write")]
) -> None:
    """Their sessions, streams and keys here end at once; their name stays on what they did."""
    await changing.remove(work, identity, user_id=user_id)


@router.get("/me/notification-switches", operation_id="read_switches", summary="What I am told by mail")
async def read_switches(
    reader: Reading, actor: Annotated[Actor, allowed("me:read")], response: Response
) -> SwitchesRead:
    """One switch for all mail, and one per kind. In the product everything is told."""
    read, version = await switches.read_switches(reader, actor)
    response.headers["ETag"] = etag(version)
    return read


@router.patch(
    "/me/notification-switches",
    operation_id="update_switches",
    summary="Change what I am told by mail",
    responses=problems(412),
)
async def update_switches(
    changes: SwitchesUpdate, expected: ExpectedVersion, work: Annotated[Work, writing("me:write")], response: Response
) -> SwitchesRead:
    """What is absent stays as it is."""
    read, version = await switches.change_switches(work, changes=changes, expected_version=expected)
    response.headers["ETag"] = etag(version)
    return read


@router.post(
    "/me/leave",
    operation_id="leave_workspace",
    summary="Leave this workspace",
    status_code=204,
    dependencies=[FromOurPages],
    responses=problems(404, 409),
)
async def leave_workspace(
    *,
    wanted: Leave,
    actor: Annotated[Actor, allowed("me:write")],
    token: RefreshCookie,
    identity: UsingIdentity,
    caller: CalledBy,
    response: Response,
) -> None:
    """The last owner cannot: they make somebody else an owner first.

    The refresh cookie goes on in another workspace of the caller's, where there is one.
    """
    await changing.leave(identity, actor, workspace_id=wanted.workspace_id)
    session = await signing.go_on_elsewhere(identity, actor, token=token, caller=caller)
    entered_elsewhere(identity, session, response, caller)


@router.get(
    "/unsubscribe/{token}",
    operation_id="read_unsubscribe",
    summary="What an unsubscribe link would do",
    dependencies=[OpenedByToken],
    responses=problems(404, 429),
)
async def read_unsubscribe(token: str, identity: UsingIdentity) -> MailSwitchRead:
    """Changes nothing: mail scanners follow links."""
    return await unsubscribe.look(identity, token)


@router.post(
    "/unsubscribe/{token}",
    operation_id="unsubscribe",
    summary="Turn notification mails off (RFC 8058 one-click)",
    dependencies=[OpenedByToken],
    responses=problems(404, 429),
)
async def post_unsubscribe(token: str, identity: UsingIdentity) -> MailSwitchRead:
    """Needs no sign-in and no body; a second time changes nothing more. In the app everything is still told."""
    return await unsubscribe.turn_off(identity, token)
