"""Changing one's password, and setting a new one by mail."""

from typing import Annotated

from services.api.identity.dependencies import UsingIdentity
from services.api.identity.passwords import service
from services.api.identity.passwords.domain import LIFE
from services.api.identity.passwords.requests import PasswordRequests
from services.api.identity.passwords.schemas import PasswordChange, ResetConfirmation, ResetRequest, ResetRequested
from services.api.identity.public_tokens import OpenedByToken
from services.api.identity.sessions.cookies import CalledBy, FromOurPages, RefreshCookie
from services.api.web.dependencies import allowed
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor

router = context_router("", "passwords")


@router.post(
    "/me/password",
    operation_id="change_password",
    summary="Change my password",
    status_code=204,
    dependencies=[FromOurPages],
    responses=problems(429, 503),
)
async def change_password(
    *,
    wanted: PasswordChange,
    actor: Annotated[Actor, allowed("me:write")],
    token: RefreshCookie,
    identity: UsingIdentity,
    caller: CalledBy,
) -> None:
    """Needs the present one. Every other session ends; the one that asks renews its access token by its cookie."""
    await service.change_password(identity, actor, wanted=wanted, refresh_token=token, caller=caller)


@router.post(
    "/auth/password-reset",
    operation_id="request_password_reset",
    summary="Ask for a link that sets a new password",
    status_code=202,
    responses=problems(429),
)
async def request_password_reset(
    wanted: ResetRequest, identity: UsingIdentity, requests: PasswordRequests, caller: CalledBy
) -> ResetRequested:
    """The same answer, as soon, whether or not the address has an account."""
    await requests.take(identity, wanted.email, caller)
    return ResetRequested(expires_in=int(LIFE.total_seconds()))


@router.post(
    "/auth/password-reset/confirm",
    operation_id="confirm_password_reset",
    summary="Set a new password by the link in the mail",
    status_code=204,
    dependencies=[OpenedByToken],
    responses=problems(404, 429, 503),
)
async def confirm_password_reset(wanted: ResetConfirmation, identity: UsingIdentity) -> None:
    """The link works once, for half an hour. Every session ends; sign in with the new password."""
    await service.confirm_reset(identity, wanted=wanted)
