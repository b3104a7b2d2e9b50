"""Refusals about the workspace as a whole."""

from services.kit.problems import FieldError, Forbidden, Invalid


class OwnerNeeded(Forbidden):
    """What cannot be taken back is an owner's to do."""

    slug, title = "owner-needed", "Only an owner can do this"
    default_detail = "Ask an owner of the workspace to delete it, or leave it yourself under Settings, Workspace."


def closing_unproved(*, name: str | None, password: str | None) -> Invalid | None:
    """The 422 that names what is missing before a workspace is deleted; None where nothing is."""
    missing = [
        FieldError(f"/{field}", "missing", sentence)
        for field, given, sentence in (
            ("name", name, "Type the workspace's name."),
            ("password", password, "Enter your password."),
        )
        if not given
    ]
    return Invalid(errors=missing) if missing else None


def name_wrong(name: str) -> Invalid:
    """The 422 for a name that is not this workspace's."""
    return Invalid(errors=[FieldError("/name", "name_wrong", f"Type the name as it is written: {name}")])


def password_wrong() -> Invalid:
    """The 422 for a password that is not the owner's."""
    return Invalid(errors=[FieldError("/password", "password_wrong", "This is not your password.")])
