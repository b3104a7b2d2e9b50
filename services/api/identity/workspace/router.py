"""The workspace one is signed in to."""

from typing import Annotated

from fastapi import Response

from services.api.identity.accounts.schemas import WorkspaceRead
from services.api.identity.dependencies import UsingIdentity
from services.api.identity.sessions import signing
from services.api.identity.sessions.cookies import CalledBy, FromOurPages, RefreshCookie
from services.api.identity.sessions.entering import entered_elsewhere
from services.api.identity.workspace import closing, service
from services.api.identity.workspace.repository import WORKSPACES
from services.api.identity.workspace.schemas import WorkspaceClosing, WorkspaceUpdate
from services.api.web.conditions import ExpectedVersion, etag, json_item
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/workspace", "workspace")


@router.get("", operation_id="read_workspace", summary="Read this workspace's settings", response_model=WorkspaceRead)
async def read_workspace(reader: Reading, actor: Annotated[Actor, allowed("workspace:read")]) -> Response:
    """Name, time zone, language and first day of the week."""
    return json_item(await WORKSPACES.item(reader, actor, actor.workspace_id))


@router.patch("", operation_id="update_workspace", summary="Change this workspace's settings", responses=problems(412))
async def update_workspace(
    changes: WorkspaceUpdate,
    expected: ExpectedVersion,
    work: Annotated[Work, writing("workspace:write")],
    response: Response,
) -> WorkspaceRead:
    """What is absent stays as it is."""
    workspace = await service.change_workspace(work, changes=changes, expected_version=expected)
    response.headers["ETag"] = etag(workspace.version)
    return WorkspaceRead.model_validate(workspace)


@router.post(
    "/close",
    operation_id="close_workspace",
    summary="Delete this workspace",
    status_code=204,
    dependencies=[FromOurPages],
    responses=problems(429, 503),
)
async def close_workspace(
    *,
    wanted: WorkspaceClosing,
    actor: Annotated[Actor, allowed("workspace:write")],
    token: RefreshCookie,
    identity: UsingIdentity,
    caller: CalledBy,
    response: Response,
) -> None:
    """Owners only, and for good: within 5 s nobody gets in, nothing comes in and no mail leaves; then it is erased.

    The refresh cookie goes on in another workspace of the caller's, where there is one.
    """
    await closing.close_workspace(identity, actor, wanted=wanted, caller=caller)
    session = await signing.go_on_elsewhere(identity, actor, token=token, caller=caller)
    entered_elsewhere(identity, session, response, caller)
