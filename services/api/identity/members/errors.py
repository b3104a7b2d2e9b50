"""Refusals about who belongs to a workspace, and as what."""

from services.kit.problems import Conflict, FieldError, Forbidden


class RoleBeyondYours(Forbidden):
    """Nobody gives a role that is above their own, or changes somebody above them."""

    slug, title = "role-beyond-yours", "This is beyond your own role"
    default_detail = "Ask an owner of the workspace to do it."

    def __init__(self) -> None:
        super().__init__(errors=[FieldError("/role", "role_beyond_yours", self.default_detail)])


class LastOwner(Conflict):
    """A workspace without an owner could be changed by nobody."""

    slug, title = "last-owner", "A workspace needs an owner"
    default_detail = "Make somebody else an owner first."
