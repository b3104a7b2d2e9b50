"""Who acts: the person, key or process on whose behalf something is read or changed."""

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from services.kit.problems import Forbidden

ActorKind = Literal["user", "api_key", "system", "source"]


@dataclass(frozen=True, slots=True)
class Actor:
    """One workspace, one identity, what it may do and which private projects it sees."""

    workspace_id: UUID
    kind: ActorKind
    name: str
    user_id: UUID | None = None
    api_key_id: UUID | None = None
    role: str | None = None
    permissions: frozenset[str] = frozenset()
    sees_all: bool = False
    private_project_ids: tuple[UUID, ...] = field(default=())
    is_import: bool = False

    def may(self, permission: str) -> bool:
        """Whether `<resource>:<read|write>` is granted."""
        return permission in self.permissions

    def demand(self, permission: str) -> None:
        """Raise `Forbidden` unless `permission` is granted."""
        if permission not in self.permissions:
            raise Forbidden(f"This needs the permission {permission}. Ask an admin of the workspace.")

    def reference(self) -> dict[str, Any]:
        """How events name this actor: ids only, no personal fields."""
        identity = self.api_key_id or self.user_id
        named: dict[str, Any] = {"kind": self.kind, "id": str(identity) if identity else None}
        return {**named, "is_import": True} if self.is_import else named


def system_actor(workspace_id: UUID, name: str = "Rapport") -> Actor:
    """A process of ours that works for one workspace and sees all of it."""
    return Actor(workspace_id=workspace_id, kind="system", name=name, sees_all=True)
