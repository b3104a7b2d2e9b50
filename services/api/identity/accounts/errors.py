"""Refusals of sign-up and of a new password."""

from services.kit.problems import Conflict, FieldError, Forbidden, Invalid, invalid_field
from services.kit.weak_passwords import ADVISED_LENGTH, MAXIMUM_LENGTH, MINIMUM_LENGTH, Weakness


class EmailTaken(Conflict):
    """Somebody signed up with this address before."""

    slug, title = "email-taken", "This address already has an account"
    default_detail = "Sign in with it, or sign up with another address."
    constraints = ("uq_users_email",)

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("/email", "email_taken", self.default_detail)])


class SignupClosed(Forbidden):
    """This installation takes no new accounts."""

    slug, title = "signup-closed", "Sign-up is closed here"
    default_detail = "Ask an admin of this installation for an invitation."


_SENTENCES: dict[Weakness, str] = {
    "too_short": f"Use at least {MINIMUM_LENGTH} characters; {ADVISED_LENGTH} or more are safer.",
    "too_long": f"Use at most {MAXIMUM_LENGTH} characters.",
    "too_common": "This is among the first passwords anyone would try. A few unrelated words make a good one.",
    "personal": "This is your own name or address. A few unrelated words make a good password.",
}


def weak_password(weakness: Weakness) -> Invalid:
    """The 422 that says how to choose a better password."""
    return invalid_field("/password", f"password_{weakness}", _SENTENCES[weakness])
