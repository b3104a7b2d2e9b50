"""Refusals of a new password's link."""

from services.kit.problems import FieldError, Invalid, NotFound


class ResetLinkUnknown(NotFound):
    """The token is not ours, was used or replaced, or is too old: all told alike."""

    slug, title = "reset-link-unknown", "This link does not work"
    default_detail = "It was used, replaced by a newer one, or is older than half an hour. Ask for a new one."


class CurrentPasswordWrong(Invalid):
    """The present password has to be known to change it."""

    def __init__(self) -> None:
        super().__init__(
            errors=[FieldError("/current_password", "password_wrong", "This is not your present password.")]
        )
