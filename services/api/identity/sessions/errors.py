"""Refusals at the door."""

from services.kit.problems import Forbidden, Problem, Unauthenticated


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
    default_detail = "Ask an admin of your workspace to invite you again."


class OriginRefused(Forbidden):
    """A page of another origin used the cookie."""

    slug, title = "origin-refused", "This page may not sign in here"
    default_detail = "Open Rapport at its own address; PUBLIC_URL says which that is."


class PersonNeeded(Forbidden):
    """An API key has no session to switch."""

    slug, title = "person-needed", "Only a signed-in person can do this"
    default_detail = "Use the access token of a person; API keys belong to one workspace."


class SigningBusy(Problem):
    """More passwords wait to be checked than the server lets wait."""

    slug, title, status = "busy", "Many people are signing in", 503
    default_detail = "Please try again in a moment; nothing was changed."

    def __init__(self) -> None:
        super().__init__(headers={"Retry-After": "2"})
