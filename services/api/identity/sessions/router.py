"""Signing in and out."""

from typing import Annotated
from uuid import UUID

from fastapi import Form, Response

from services.api.identity.accounts.schemas import Registration, SignedIn, WorkspaceStart
from services.api.identity.accounts.service import register as register_account
from services.api.identity.accounts.starting import start_workspace as start_own_workspace
from services.api.identity.dependencies import UsingIdentity
from services.api.identity.sessions import overview, signing
from services.api.identity.sessions.cookies import (
    CalledBy,
    FromOurPages,
    RefreshCookie,
    drop_refresh_token,
)
from services.api.identity.sessions.entering import entered
from services.api.identity.sessions.errors import SessionEnded
from services.api.identity.sessions.schemas import PasswordForm, SessionList, Switch
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/auth", "auth")


@router.post(
    "/register",
    operation_id="register",
    summary="Sign up with a new workspace",
    status_code=201,
    dependencies=[FromOurPages],
    responses=problems(409, 503),
)
async def register(wanted: Registration, identity: UsingIdentity, caller: CalledBy, response: Response) -> SignedIn:
    """Opens an account, creates its workspace and signs in."""
    session = await register_account(identity, wanted, caller=caller)
    response.headers["Location"] = "/api/v1/me"
    return entered(identity, session, response, caller)


@router.post(
    "/workspaces",
    operation_id="start_workspace",
    summary="Start a new workspace with an account that exists",
    status_code=201,
    dependencies=[FromOurPages],
    responses=problems(429, 503),
)
async def start_workspace(
    wanted: WorkspaceStart, identity: UsingIdentity, caller: CalledBy, response: Response
) -> SignedIn:
    """The way on for who belongs to no workspace any more, or wants one more. Signs in there."""
    session = await start_own_workspace(identity, wanted, caller=caller)
    response.headers["Location"] = "/api/v1/me"
    return entered(identity, session, response, caller)


@router.post(
    "/token",
    operation_id="create_token",
    summary="Sign in with address and password",
    dependencies=[FromOurPages],
    responses=problems(429, 503),
)
async def create_token(
    form: Annotated[PasswordForm, Form()], identity: UsingIdentity, caller: CalledBy, response: Response
) -> SignedIn:
    """The OAuth2 password form; the session begins in the workspace used last."""
    session = await signing.sign_in(identity, email=form.username, password=form.password, caller=caller)
    return entered(identity, session, response, caller)


@router.post(
    "/refresh", operation_id="refresh_token", summary="Go on with the refresh cookie", dependencies=[FromOurPages]
)
async def refresh_token(
    token: RefreshCookie, identity: UsingIdentity, caller: CalledBy, response: Response
) -> SignedIn:
    """Each refresh token serves once. A second use ends the session, except by the same client within 10 s."""
    try:
        session = await signing.refresh(identity, token=token, caller=caller)
    except SessionEnded as ended:
        gone = Response()
        drop_refresh_token(gone, identity.settings)
        ended.headers["Set-Cookie"] = gone.headers["set-cookie"]
        raise
    return entered(identity, session, response, caller)


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
    caller: CalledBy,
    response: Response,
) -> SignedIn:
    """Answers a token for that workspace and moves the refresh cookie there."""
    session = await signing.switch(identity, actor, workspace_id=wanted.workspace_id, token=token, caller=caller)
    return entered(identity, session, response, caller)


mine = context_router("/me/sessions", "sessions")


@mine.get("", operation_id="list_my_sessions", summary="Where I am signed in")
async def list_my_sessions(
    reader: Reading, actor: Annotated[Actor, allowed("me:read")], token: RefreshCookie
) -> SessionList:
    """In all my workspaces; the session that asks is marked."""
    return SessionList(items=await overview.sessions_of(reader, actor, refresh_token=token))


@mine.delete(
    "/{session_id}", operation_id="end_my_session", summary="End one session", status_code=204, responses=problems(404)
)
async def end_my_session(session_id: UUID, work: Annotated[Work, writing("me:write")]) -> None:
    """At once: every access token of mine ends, and sessions that stay renew theirs by their cookie."""
    await overview.end_session(work, session_id=session_id)


@mine.post(
    "/end-others",
    operation_id="end_my_other_sessions",
    summary="Sign out everywhere else",
    status_code=204,
    responses=problems(409),
)
async def end_my_other_sessions(token: RefreshCookie, work: Annotated[Work, writing("me:write")]) -> None:
    """At once. The refresh cookie says which session stays."""
    await overview.end_others(work, refresh_token=token)
