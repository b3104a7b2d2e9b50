"""Pure rules of a project: how its status may move, which are open, and that days come in order."""

from datetime import date
from typing import Literal

from services.api.projects.errors import StatusUnreachable
from services.kit.problems import invalid_field

ProjectStatus = Literal["draft", "active", "on_hold", "closing", "closed", "cancelled"]

OPEN_STATUSES: tuple[ProjectStatus, ...] = ("draft", "active", "on_hold", "closing")

#: What each status may be followed by. Small projects skip `closing`; whatever ended may be taken up again.
NEXT: dict[ProjectStatus, tuple[ProjectStatus, ...]] = {
    "draft": ("active", "cancelled"),
    "active": ("on_hold", "closing", "closed", "cancelled"),
    "on_hold": ("active", "closing", "cancelled"),
    "closing": ("active", "closed", "cancelled"),
    "closed": ("active",),
    "cancelled": ("draft", "active"),
}

BECAME: dict[ProjectStatus, str] = {
    "draft": "is a draft again",
    "active": "is now active",
    "on_hold": "is on hold",
    "closing": "is closing",
    "closed": "is closed",
    "cancelled": "was cancelled",
}


def check_status(current: ProjectStatus, wanted: ProjectStatus) -> None:
    """Refuse a status that does not follow the current one.

    Raises:
        StatusUnreachable: names the statuses that do.
    """
    if wanted != current and wanted not in NEXT[current]:
        raise StatusUnreachable(current, NEXT[current])


def check_days(starts_on: date | None, due_on: date | None) -> None:
    """Refuse a due day before the start; one day may be both.

    Raises:
        Invalid: at `/due_on`.
    """
    if starts_on is not None and due_on is not None and due_on < starts_on:
        raise invalid_field("/due_on", "due_before_start", "Choose a day on or after starts_on.")
