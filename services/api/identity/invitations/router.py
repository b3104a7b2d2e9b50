"""Invitations: for those who invite, and the two public routes behind the link in the mail."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from services.api.identity.accounts.schemas import SignedIn
from services.api.identity.dependencies import MaybeSignedIn, UsingIdentity
from services.api.identity.invitations import accepting, service
from services.api.identity.invitations.repository import INVITATIONS
from services.api.identity.invitations.schemas import (
    InvitationAcceptance,
    InvitationCreate,
    InvitationOffer,
    InvitationPage,
    InvitationRead,
    InvitationToken,
)
from services.api.identity.public_tokens import OpenedByToken
from services.api.identity.sessions import signing
from services.api.identity.sessions.cookies import CalledBy, FromOurPages, RefreshCookie
from services.api.identity.sessions.entering import entered
from services.api.web.conditions import etag
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.page import Cursor, Limit, Sort, json_page
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("", "invitations")

Inviting = Annotated[Work, writing("members:write")]


@router.get(
    "/members/invitations",
    operation_id="list_invitations",
    summary="List the open invitations",
    response_model=InvitationPage,
)
async def list_invitations(
    reader: Reading,
    actor: Annotated[Actor, allowed("members:read")],
    limit: Limit = 25,
    cursor: Cursor = None,
    sort: Sort = None,
) -> Response:
    """Sorts: `-created_at` (default), `created_at`, `email`. An expired one stays until it is sent again or revoked."""
    return await json_page(INVITATIONS, reader, actor, limit=limit, cursor=cursor, sort=sort or "-created_at")


@router.post(
    "/members/invitations",
    operation_id="invite_member",
    summary="Invite somebody into the workspace",
    status_code=201,
    responses=problems(409, 429),
)
async def invite_member(
    wanted: InvitationCreate, identity: UsingIdentity, work: Inviting, response: Response
) -> InvitationRead:
    """Mails a link that works once, for seven days. The token in it is in no answer."""
    invitation = await service.invite(work, identity, wanted=wanted)
    response.headers["Location"] = f"/api/v1/members/invitations/{invitation.id}"
    response.headers["ETag"] = etag(invitation.version)
    return InvitationRead.model_validate(invitation)


@router.post(
    "/members/invitations/{invitation_id}/resend",
    operation_id="resend_invitation",
    summary="Mail an invitation again",
    responses=problems(404, 409, 429),
)
async def resend_invitation(
    invitation_id: UUID, identity: UsingIdentity, work: Inviting, response: Response
) -> InvitationRead:
    """With a new link and seven more days; the earlier link works no more."""
    invitation = await service.resend(work, identity, invitation_id=invitation_id)
    response.headers["ETag"] = etag(invitation.version)
    return InvitationRead.model_validate(invitation)


@router.delete(
    "/members/invitations/{invitation_id}",
    operation_id="revoke_invitation",
    summary="Withdraw an invitation",
    status_code=204,
    responses=problems(404),
)
async def revoke_invitation(invitation_id: UUID, work: Inviting) -> None:
    """Its link works no more."""
    await service.revoke(work, invitation_id=invitation_id)


@router.post(
    "/invitations/lookup",
    operation_id="look_up_invitation",
    summary="What the link of an invitation leads to",
    dependencies=[OpenedByToken],
    responses=problems(404, 429),
)
async def look_up_invitation(wanted: InvitationToken, identity: UsingIdentity) -> InvitationOffer:
    """Changes nothing: mail scanners follow links. The token is in the body, so that no log of addresses has it."""
    return await accepting.look(identity, wanted.token)


@router.post(
    "/invitations/accept",
    operation_id="accept_invitation",
    summary="Join a workspace",
    dependencies=[FromOurPages, OpenedByToken],
    responses=problems(404, 409, 429, 503),
)
async def accept_invitation(
    *,
    wanted: InvitationAcceptance,
    actor: MaybeSignedIn,
    token: RefreshCookie,
    identity: UsingIdentity,
    caller: CalledBy,
    response: Response,
) -> SignedIn:
    """Somebody new sends a name and a password; an account its password, or nothing where it is signed in."""
    session = await accepting.accept(identity, wanted=wanted, actor=actor, caller=caller)
    await signing.sign_out(identity, token=token, user_id=session.membership.user.id)
    return entered(identity, session, response, caller)
