"""The refresh cookie, and which pages may use it."""

from datetime import datetime
from functools import cache
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response

from services.api.identity.dependencies import UsingIdentity
from services.api.identity.sessions.devices import DEVICE_LIFE, device_words
from services.api.identity.sessions.domain import Caller, client_mark
from services.api.identity.sessions.errors import OriginRefused
from services.kit.clock import now
from services.kit.settings import LOOPBACK_HOSTS, Settings
from services.kit.telemetry import logger

DEFAULT_PORTS = {"http": 80, "https": 443}

log = logger(__name__)


def cookie_name(settings: Settings) -> str:
    """`__Host-` pins the cookie to this host, where the browser takes it; the instance keeps local stacks apart."""
    return f"__Host-rapport-{settings.instance}" if is_secure(settings) else f"rapport-{settings.instance}"


def device_cookie_name(settings: Settings) -> str:
    """The cookie by which a browser is known as one that somebody has signed in on."""
    prefix = "__Host-" if is_secure(settings) else ""
    return f"{prefix}rapport-device-{settings.instance}"


def is_secure(settings: Settings) -> bool:
    """Whether browsers accept a Secure cookie from here: over https, and from the machine itself."""
    return settings.public_url.startswith("https://") or settings.is_loopback


@cache
def _warn_once(public_url: str) -> None:
    log.warning(
        "PUBLIC_URL is plain http on a network: passwords can be read on the way. Put https before it.",
        public_url=public_url,
    )


def keep_refresh_token(response: Response, settings: Settings, token: str, expires_at: datetime) -> None:
    """Give the browser its refresh token, out of reach of scripts."""
    if not is_secure(settings):
        _warn_once(settings.public_url)
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=max(int((expires_at - now()).total_seconds()), 0),
        path="/",
        secure=is_secure(settings),
        httponly=True,
        samesite="strict",
    )
    response.headers["Cache-Control"] = "no-store"


def keep_device_token(response: Response, settings: Settings, token: str) -> None:
    """Let the browser be known again: it opens nothing, it only keeps a stranger's failures from locking it out."""
    response.set_cookie(
        device_cookie_name(settings),
        token,
        max_age=int(DEVICE_LIFE.total_seconds()),
        path="/",
        secure=is_secure(settings),
        httponly=True,
        samesite="strict",
    )


def drop_refresh_token(response: Response, settings: Settings) -> None:
    """Take the refresh token out of the browser."""
    response.delete_cookie(
        cookie_name(settings), path="/", secure=is_secure(settings), httponly=True, samesite="strict"
    )
    response.headers["Cache-Control"] = "no-store"


def origin_is_ours(origin: str | None, settings: Settings) -> bool:
    """Whether a page of `origin` is our own; programs send none. On the loopback its several names are one."""
    if origin is None:
        return True
    try:
        page, own = _origin(origin), _origin(settings.public_url)
    except ValueError:
        return False
    if page is None or own is None or not settings.is_loopback:
        return page is not None and page == own
    return page[0] == own[0] and page[2] == own[2] and page[1] in LOOPBACK_HOSTS


def _origin(text: str) -> tuple[str, str, int] | None:
    parts = urlsplit(text)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, parts.port or DEFAULT_PORTS[parts.scheme]


async def check_origin(request: Request, identity: UsingIdentity) -> None:
    """Refuse the cookie routes to pages of other origins (the second lock beside SameSite)."""
    if not origin_is_ours(request.headers.get("origin"), identity.settings):
        raise OriginRefused


async def presented_token(request: Request, identity: UsingIdentity) -> str | None:
    """The refresh token of the request's cookie."""
    return request.cookies.get(cookie_name(identity.settings))


async def get_caller(request: Request, identity: UsingIdentity) -> Caller:
    """The calling program."""
    agent = request.headers.get("user-agent", "")
    return Caller(
        mark=client_mark(agent),
        device=device_words(agent),
        address=request.client.host if request.client else "",
        device_token=request.cookies.get(device_cookie_name(identity.settings)),
    )


CalledBy = Annotated[Caller, Depends(get_caller)]
FromOurPages = Depends(check_origin)
RefreshCookie = Annotated[str | None, Depends(presented_token)]
