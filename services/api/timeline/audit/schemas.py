from uuid import UUID

from pydantic import Field

from services.api.web.fields import Creation, Instant, Label
from services.kit.actor import ActorKind

MAXIMUM_EXPORTED = 20_000


class AuditExport(Creation):
    """What of the audit to write into the file; nothing named is all of it, up to its 20,000 newest lines."""

    type: list[Label] = Field(default=[], max_length=60)
    subject_kind: list[Label] = Field(default=[], max_length=20)
    subject_id: UUID | None = None
    actor_id: UUID | None = None
    actor_kind: ActorKind | None = None
    project_id: UUID | None = None
    since: Instant | None = None
    until: Instant | None = None
