"""Refusals at the door."""

from services.kit.problems import Conflict, Forbidden, Problem, Unauthenticated


class WrongCredentials(Unauthenticated):
    """The same for an unknown address and a wrong password, so that addresses cannot be tried out."""

    slug, title = "wrong-credentials", "Address and password do not fit"
    default_detail = "Check both for typing errors, then try again."


class SessionEnded(Unauthenticated):
    """The refresh cookie is missing, expired or revoked."""

    slug, title = "session-ended", "Please sign in again"
    default_detail = "This session has ended or was ended for safety. Sign in with your password."


class NoWorkspace(Forbidden):
    """The person belongs to no workspace any more."""

    slug, title = "no-workspace", "You belong to no workspace"
    default_detail = "Ask an admin of your workspace to invite you again, or start a new workspace."


class OriginRefused(Forbidden):
    """A page of another origin used the cookie."""

    slug, title = "origin-refused", "This page may not sign in here"
    default_detail = "Open Rapport at its own address; PUBLIC_URL says which that is."


class PersonNeeded(Forbidden):
    """An API key has no session to switch."""

    slug, title = "person-needed", "Only a signed-in person can do this"
    default_detail = "Use the access token of a person; API keys belong to one workspace."


class NoSessionOfItsOwn(Conflict):
    """Without a refresh cookie nothing says which session is to stay."""

    slug, title = "no-session", "This call belongs to no session"
    default_detail = "Sign in with a browser, or name the sessions to end one by one."


class TooManyAttempts(Problem):
    """Too many attempts to sign in failed; who signed in on this device before has attempts of their own."""

    slug, title, status = "too-many-attempts", "Too many attempts", 429
    default_detail = "Wait some minutes, or set a new password by mail."

    def __init__(self, retry_after: int) -> None:
        super().__init__(headers={"Retry-After": str(max(retry_after, 1))})


class TooManyUnknownLinks(TooManyAttempts):
    """Too many tokens that nobody was given came from one place; those that are good go on working from there."""

    default_detail = "Many links that do not work were opened from here. Open the newest mail, or wait some minutes."


class SigningBusy(Problem):
    """More passwords wait to be checked than the server lets wait."""

    slug, title, status = "busy", "Many people are signing in", 503
    default_detail = "Please try again in a moment; nothing was changed."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "2"})
