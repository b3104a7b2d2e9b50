from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.feedback.responses.domain import Metric, Standing
from services.api.integrations.messages.domain import Kind, Status
from services.api.integrations.providers.port import MailEventKind
from services.api.interactions.schemas import ProjectIds


class InboundMail(BaseModel):
    """The mail that a request carried, as far as the reader may see it."""

    interaction_id: UUID
    subject: str | None
    snippet: str
    from_name: str | None
    from_address: str | None
    customer_id: UUID | None


class MailEventRead(BaseModel):
    """What became of a mail that was sent through the provider."""

    kind: MailEventKind
    occurred_at: datetime | None
    recipient: str
    message_id: str
    is_permanent: bool = Field(description="The address is lost; writing to it again is no use.")
    detail: str


class InboundAnswer(BaseModel):
    """The answered survey that a request carried, as far as the reader may see it."""

    survey_response_id: UUID
    survey_name: str
    metric: Metric
    score: float | None
    highest: float
    standing: Standing | None
    comment: str | None
    from_name: str | None
    from_address: str | None
    customer_id: UUID | None


class InboundMessageRead(BaseModel):
    """A request exactly as it came, what its signature was worth, and what became of it."""

    id: UUID
    source_id: UUID
    provider: str
    kind: Kind
    status: Status
    reason: str | None = Field(description="Why it is unmatched, failed or refused.")
    received_at: datetime
    processed_at: datetime | None
    size: int = Field(description="Of the body as it came, in bytes.")
    interaction_ids: list[UUID]
    mails: list[InboundMail]
    answers: list[InboundAnswer]
    mail_events: list[MailEventRead]


class InboundMessagePage(BaseModel):
    items: list[InboundMessageRead]
    next_cursor: str | None


class InboundReceipt(BaseModel):
    """What a provider is answered."""

    id: UUID
    status: Status


class InboundMatch(BaseModel):
    """Whose mail it is. A contact stands for the customer they work for, projects for the only customer they have.

    A `customer_id` of null takes it back.
    """

    model_config = ConfigDict(extra="forbid")

    customer_id: UUID | None = None
    contact_id: UUID | None = None
    project_ids: ProjectIds | None = Field(
        default=None, description="Absent: the customer's open project, if there is exactly one."
    )


class InboundReplay(BaseModel):
    """Which messages to read once more."""

    model_config = ConfigDict(extra="forbid")

    status: Literal["failed", "unmatched"]
    source_id: UUID | None = None


class InboundReplayed(BaseModel):
    count: int = Field(description="How many are read once more now.")
    has_more: bool = Field(description="Whether there may be more; ask again.")
