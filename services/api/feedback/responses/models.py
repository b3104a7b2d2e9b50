from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Float, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from services.kit.orm import Base, Versioned


class SurveyResponse(Versioned, Base):
    """One respondent's answers to a survey.

    `normalized` and `standing` are derived from score, scale and metric when it is recorded. `restricted_to` holds its
    project where that is private (NULL: none), copied here so that reads need no join.
    `inbound_message_id` is the request that it says the same as, `other_message_ids` the last others that told of it,
    with the newest at the end.
    """

    __tablename__ = "survey_responses"
    __table_args__ = (
        CheckConstraint("metric IN ('nps','csat','ces','custom')", name="metric"),
        CheckConstraint("standing IN ('good','middling','low')", name="standing"),
        CheckConstraint("matched_by IN ('hidden','contact','domain','hand')", name="matched_by"),
        CheckConstraint("normalized BETWEEN 0 AND 100", name="normalized"),
        UniqueConstraint("workspace_id", "source_id", "external_id"),
        ForeignKeyConstraint(
            ["workspace_id", "source_id"],
            ["rapport.inbound_sources.workspace_id", "rapport.inbound_sources.id"],
            ondelete="SET NULL (source_id)",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["rapport.customers.workspace_id", "rapport.customers.id"],
            ondelete="SET NULL (customer_id)",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["rapport.contacts.workspace_id", "rapport.contacts.id"],
            ondelete="SET NULL (contact_id)",
        ),
        ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["rapport.projects.workspace_id", "rapport.projects.id"],
            ondelete="SET NULL (project_id)",
        ),
        Index("ix_survey_responses_submitted_at", "workspace_id", "submitted_at", "id"),
        Index("ix_survey_responses_customer", "workspace_id", "customer_id", "submitted_at", "id"),
        Index("ix_survey_responses_contact", "workspace_id", "contact_id", "submitted_at", "id"),
        Index("ix_survey_responses_project", "workspace_id", "project_id", "submitted_at", "id"),
        Index("ix_survey_responses_inbound_message", "workspace_id", "inbound_message_id"),
    )

    provider: Mapped[str]
    source_id: Mapped[UUID | None]
    external_id: Mapped[str | None]
    survey_name: Mapped[str]
    survey_external_id: Mapped[str | None]
    metric: Mapped[str]
    score: Mapped[float | None] = mapped_column(Float())
    lowest: Mapped[float] = mapped_column(Float())
    highest: Mapped[float] = mapped_column(Float())
    normalized: Mapped[float | None] = mapped_column(Float())
    standing: Mapped[str | None]
    comment: Mapped[str | None]
    answers: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    hidden: Mapped[dict[str, Any]] = mapped_column(default=dict)
    variables: Mapped[dict[str, Any]] = mapped_column(default=dict)
    respondent_address: Mapped[str | None]
    respondent_name: Mapped[str | None]
    customer_id: Mapped[UUID | None]
    contact_id: Mapped[UUID | None]
    project_id: Mapped[UUID | None]
    submitted_at: Mapped[datetime]
    matched_by: Mapped[str | None]
    inbound_message_id: Mapped[UUID | None]
    other_message_ids: Mapped[list[UUID]] = mapped_column(default=list, server_default=text("'{}'"))
    restricted_to: Mapped[list[UUID] | None]

    @property
    def message_ids(self) -> list[UUID]:
        """Every stored request that told of it."""
        return [*self.other_message_ids, *([self.inbound_message_id] if self.inbound_message_id else [])]
