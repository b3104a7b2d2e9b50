from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from services.api.collaboration.subjects.schemas import SubjectNamed


class WatcherRead(BaseModel):
    """A member who follows a record, since when."""

    user_id: UUID
    name: str
    subject: SubjectNamed
    created_at: datetime


class WatcherPage(BaseModel):
    items: list[WatcherRead]
    next_cursor: str | None
