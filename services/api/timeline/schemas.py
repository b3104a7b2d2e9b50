from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class TimelineItem(BaseModel):
    """A thing on a timeline, newest first; open it by `type` and `id`."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(examples=["interaction"], description="`interaction`, `project_event`, `survey_response`, ...")
    id: UUID
    occurred_at: datetime
    title: str = Field(examples=["Late news on slips"])
    snippet: str | None = None
    channel: str | None = None
    direction: str | None = None
    actor_name: str | None = None
    customer_id: UUID | None = None
    project_ids: list[UUID] = []
    is_automatic: bool = False
    automatic_kind: str | None = Field(default=None, description="`auto_reply`, `out_of_office` or `bounce`.")
    event_type: str | None = None
    metric: str | None = Field(default=None, description="Of a survey response, as the next three.")
    score: float | None = None
    highest: float | None = None
    standing: str | None = None
    subject_kind: str | None = None
    subject_id: UUID | None = None


class TimelinePage(BaseModel):
    items: list[TimelineItem]
    next_cursor: str | None
