"""What the notifier knows of the people and records an event touches: a slice of its projections, for pure rules."""

from dataclasses import dataclass, field
from uuid import UUID

OPEN_STATUSES = ("draft", "active", "on_hold", "closing")
ADMIN_ROLES = frozenset({"owner", "admin"})


@dataclass(frozen=True, slots=True)
class Member:
    """An active member of the workspace."""

    user_id: UUID
    name: str
    role: str

    @property
    def sees_all(self) -> bool:
        """Whether private projects are open to them without membership."""
        return self.role in ADMIN_ROLES


@dataclass(frozen=True, slots=True)
class Project:
    """A project with the people on it."""

    id: UUID
    name: str
    is_private: bool
    member_ids: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer and who owns the relationship."""

    id: UUID
    name: str
    owner_id: UUID | None


@dataclass(frozen=True, slots=True)
class Concerns:
    """What a rule needs to know before it can decide.

    `watched_ids`: records, and threads of interactions, whose watchers are asked for; `has_customers_watchers`: and
    those of the customers of its projects.
    """

    project_ids: frozenset[UUID] = frozenset()
    customer_id: UUID | None = None
    user_ids: frozenset[UUID] = frozenset()
    has_open_projects: bool = False
    has_admins: bool = False
    watched_ids: frozenset[UUID] = frozenset()
    has_customers_watchers: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """The answer to `Concerns`; people who left and records that were deleted are not in it.

    `watchers`: who watches, and what kind of record it is that they watch.
    """

    members: dict[UUID, Member] = field(default_factory=dict)
    projects: dict[UUID, Project] = field(default_factory=dict)
    customer: Customer | None = None
    watchers: dict[UUID, str] = field(default_factory=dict)

    @property
    def admins(self) -> list[Member]:
        """Owners and admins."""
        return [member for member in self.members.values() if member.sees_all]
