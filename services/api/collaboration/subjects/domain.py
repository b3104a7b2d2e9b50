"""What people talk about and follow."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

SubjectKind = Literal["customer", "project", "task", "interaction"]


@dataclass(frozen=True)
class About:
    """A record that the actor sees, and where it belongs.

    `project_ids` begins with the private projects that guard it (`restricted_to`); `responsible_user_id` is who answers
    for it: a customer's owner, a task's assignee. `customer_ids` are those whose timelines show what is said about it.
    """

    kind: SubjectKind
    id: UUID
    title: str
    customer_ids: tuple[UUID, ...] = ()
    project_ids: tuple[UUID, ...] = ()
    restricted_to: tuple[UUID, ...] = ()
    responsible_user_id: UUID | None = None
    thread_id: UUID | None = None

    @property
    def key(self) -> dict[str, UUID | None]:
        """The foreign keys of a row about this record."""
        named: dict[str, UUID | None] = dict.fromkeys(("customer_id", "project_id", "task_id", "interaction_id"))
        if self.kind == "task":
            named["project_id"] = self.project_ids[0]
        return named | {f"{self.kind}_id": self.id}

    @property
    def customer_id(self) -> UUID | None:
        """The customer it is about, where it is one."""
        return self.customer_ids[0] if len(self.customer_ids) == 1 else None
