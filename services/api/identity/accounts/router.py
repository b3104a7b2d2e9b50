"""One's own account."""

from typing import Annotated

from fastapi import Response

from services.api.identity.accounts import service
from services.api.identity.accounts.schemas import MeRead, MeUpdate, MyWorkspaces
from services.api.web.conditions import ExpectedVersion, etag
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/me", "me")


@router.get("", operation_id="read_me", summary="Who I am here and what I may do")
async def read_me(reader: Reading, actor: Annotated[Actor, allowed(None)], response: Response) -> MeRead:
    """Needs no permission, so that a program can find out what its key is good for."""
    me, version = await service.read_me(reader, actor)
    response.headers["ETag"] = etag(version)
    return me


@router.patch("", operation_id="update_me", summary="Change my name or my mail switch", responses=problems(412))
async def update_me(
    changes: MeUpdate, expected: ExpectedVersion, work: Annotated[Work, writing("me:write")], response: Response
) -> MeRead:
    """What is absent stays as it is."""
    me, version = await service.change_me(work, changes=changes, expected_version=expected)
    response.headers["ETag"] = etag(version)
    return me


@router.get("/workspaces", operation_id="list_my_workspaces", summary="The workspaces I belong to")
async def list_my_workspaces(reader: Reading, actor: Annotated[Actor, allowed("me:read")]) -> MyWorkspaces:
    """`POST /auth/switch` goes to another of them."""
    return MyWorkspaces(items=await service.my_workspaces(reader, actor))
