"""The answer to every sign-in: an access token in the body, the refresh token and the device's mark in cookies."""

from fastapi import Response

from services.api.identity.accounts.schemas import SignedIn
from services.api.identity.dependencies import Identity
from services.api.identity.sessions import signing
from services.api.identity.sessions.cookies import drop_refresh_token, keep_device_token, keep_refresh_token
from services.api.identity.sessions.devices import device_token, is_known_device
from services.api.identity.sessions.domain import Caller
from services.api.identity.sessions.service import Session


def entered(identity: Identity, session: Session, response: Response, caller: Caller) -> SignedIn:
    """Answer a session that was just opened or renewed."""
    keep_refresh_token(response, identity.settings, session.refresh_token, session.expires_at)
    user_id, mark = session.membership.user.id, caller.device_token
    if mark is None or not is_known_device(mark, user_id, identity.device_keys):
        mark = device_token(user_id, identity.device_keys[0])
    keep_device_token(response, identity.settings, mark)
    return signing.signed_in(identity, session)


def entered_elsewhere(identity: Identity, session: Session | None, response: Response, caller: Caller) -> None:
    """Move the cookie to the session that goes on elsewhere; where there is none, the browser is signed out."""
    if session is None:
        drop_refresh_token(response, identity.settings)
    else:
        entered(identity, session, response, caller)
