"""What the loader has in hand: the transaction, the day it is, and who and what is there already."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from services.api.demo.people import COLLEAGUES, OWNER, Colleague
from services.api.identity.policy import permissions_of
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.ids import new_id
from services.kit.work import Work

FRIDAY = 5
PEOPLE = {colleague.key: colleague for colleague in (OWNER, *COLLEAGUES)}


def acting(workspace_id: UUID, colleague: Colleague, user_id: UUID) -> Actor:
    """A colleague as the actor of an import: everything is theirs, and nobody is told."""
    return Actor(
        workspace_id=workspace_id,
        kind="user",
        name=colleague.name,
        user_id=user_id,
        role=colleague.role,
        permissions=permissions_of(colleague.role),
        # The loader writes private projects for whoever is in them.
        sees_all=True,
        is_import=True,
    )


@dataclass
class Scene:
    """Ids by the keys that the tables use."""

    work: Work
    start: datetime = field(default_factory=now)
    user_ids: dict[str, UUID] = field(default_factory=lambda: {key: new_id() for key in PEOPLE})
    customer_ids: dict[str, UUID] = field(default_factory=dict)
    contact_ids: dict[str, UUID] = field(default_factory=dict)
    project_ids: dict[str, UUID] = field(default_factory=dict)
    thread_ids: dict[str, UUID] = field(default_factory=dict)
    task_ids: dict[str, UUID] = field(default_factory=dict)
    interaction_ids: dict[str, UUID] = field(default_factory=dict)

    def by(self, key: str) -> Work:
        """The same transaction, in the name of a colleague."""
        return replace(self.work, actor=acting(self.work.workspace_id, PEOPLE[key], self.user_ids[key]))

    def moment(self, days: float) -> datetime:
        """An instant so many days before (negative) or after today; a whole number of days is at office hours."""
        moment = self.start + timedelta(days=days)
        return moment.replace(hour=9, minute=(int(abs(days)) * 7) % 60) if days == int(days) and days else moment

    def day(self, days: int) -> date:
        """A day so many days from today; a weekend's becomes the Monday after."""
        found = self.start.date() + timedelta(days=days)
        return found + timedelta(days=(8 - found.isoweekday()) if found.isoweekday() > FRIDAY else 0)
