from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

DeadLetterStatus = Literal["parked", "replaying"]


class DeadLetterRead(BaseModel):
    """An event that a consumer could not work through; it goes away when a replay succeeds."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    event_id: UUID
    event_type: str = Field(examples=["interaction.recorded"])
    consumer: str = Field(examples=["notifier"], description="Who could not work it through.")
    error: str = Field(examples=["ValueError: no subject"])
    attempts: int
    status: DeadLetterStatus
    parked_at: datetime
    created_at: datetime
    updated_at: datetime
    version: int


class DeadLetterPage(BaseModel):
    items: list[DeadLetterRead]
    next_cursor: str | None
