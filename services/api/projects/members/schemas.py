from uuid import UUID

from pydantic import BaseModel

from services.api.projects.members.domain import ProjectRole
from services.api.web.fields import Creation


class ProjectMemberPut(Creation):
    role: ProjectRole = "member"


class ProjectMemberRead(BaseModel):
    user_id: UUID
    name: str
    email: str
    role: ProjectRole


class ProjectMemberPage(BaseModel):
    items: list[ProjectMemberRead]
    next_cursor: str | None
