"""Signing in and out. Only these routes read or write the refresh cookie."""

from typing import Annotated

from fastapi import Form, Response

from services.api.identity.accounts.schemas import Registration, SignedIn
from services.api.identity.accounts.service import register as register_account
from services.api.identity.dependencies import Client, Identity, UsingIdentity
from services.api.identity.sessions import signing
from services.api.identity.sessions.cookies import (
    FromOurPages,
    RefreshCookie,
    drop_refresh_token,
    keep_refresh_token,
)
from services.api.identity.sessions.errors import SessionEnded
from services.api.identity.sessions.schemas import PasswordForm, Switch
from services.api.identity.sessions.service import Session
from services.api.web.dependencies import allowed
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor

router = context_router("/auth", "auth")


@router.post(
    "/register",
    operation_id="register",
    summary="Sign up with a new workspace",
    status_code=201,
    dependencies=[FromOurPages],
    responses=problems(409, 503),
)
async def register(wanted: Registration, identity: UsingIdentity, client: Client, response: Response) -> SignedIn:
    """Opens an account, creates its workspace and signs in."""
    session = await register_account(identity, wanted, client=client)
    response.headers["Location"] = "/api/v1/me"
    return _answer(identity, session, response)


@router.post(
    "/token",
    operation_id="create_token",
    summary="Sign in with address and password",
    dependencies=[FromOurPages],
    responses=problems(503),
)
async def create_token(
    form: Annotated[PasswordForm, Form()], identity: UsingIdentity, client: Client, response: Response
) -> SignedIn:
    """The OAuth2 password form; the session begins in the workspace used last."""
    session = await signing.sign_in(identity, email=form.username, password=form.password, client=client)
    return _answer(identity, session, response)


@router.post(
    "/refresh", operation_id="refresh_token", summary="Go on with the refresh cookie", dependencies=[FromOurPages]
)
async def refresh_token(token: RefreshCookie, identity: UsingIdentity, client: Client, response: Response) -> SignedIn:
    """Each refresh token serves once. A second use ends the session, except by the same client within 10 s."""
    try:
        session = await signing.refresh(identity, token=token, client=client)
    except SessionEnded as ended:
        gone = Response()
        drop_refresh_token(gone, identity.settings)
        ended.headers["Set-Cookie"] = gone.headers["set-cookie"]
        raise
    return _answer(identity, session, response)


@router.post("/logout", operation_id="logout", summary="Sign out", status_code=204, dependencies=[FromOurPages])
async def logout(token: RefreshCookie, identity: UsingIdentity, response: Response) -> None:
    """Ends the session of the refresh cookie; without one there is nothing to end."""
    await signing.sign_out(identity, token=token)
    drop_refresh_token(response, identity.settings)


@router.post(
    "/switch",
    operation_id="switch_workspace",
    summary="Go on in another of my workspaces",
    dependencies=[FromOurPages],
    responses=problems(404),
)
async def switch_workspace(
    *,
    wanted: Switch,
    actor: Annotated[Actor, allowed(None)],
    token: RefreshCookie,
    identity: UsingIdentity,
    client: Client,
    response: Response,
) -> SignedIn:
    """Answers a token for that workspace and moves the refresh cookie there."""
    session = await signing.switch(identity, actor, workspace_id=wanted.workspace_id, token=token, client=client)
    return _answer(identity, session, response)


def _answer(identity: Identity, session: Session, response: Response) -> SignedIn:
    keep_refresh_token(response, identity.settings, session.refresh_token, session.expires_at)
    return signing.signed_in(identity, session)
