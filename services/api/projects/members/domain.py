"""Pure rules of the people on a project."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

from services.api.projects.errors import LastManager

ProjectRole = Literal["manager", "member"]


def check_managed(places: Mapping[UUID, ProjectRole], *, without: UUID, sees_all: bool) -> None:
    """Refuse to leave a project without a manager, when its last one would leave or step down.

    Owners and admins (`sees_all`) may: they still see the project and can name another.

    Raises:
        LastManager: `without` is the only manager.
    """
    if places.get(without) == "manager" and not managers_but(places, without) and not sees_all:
        raise LastManager


def managers_but(places: Mapping[UUID, ProjectRole], without: UUID) -> list[UUID]:
    """The managers, one person left out, who came to the workspace first at the front."""
    return sorted(user_id for user_id, role in places.items() if role == "manager" and user_id != without)


def next_manager(places: Mapping[UUID, ProjectRole], leaver: UUID) -> UUID | None:
    """Who answers for the project after `leaver`; None where no manager is left."""
    return next(iter(managers_but(places, leaver)), None)
