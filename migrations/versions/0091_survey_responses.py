"""Answered surveys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.fence import fence

revision = "0091"
down_revision = "0090"


def upgrade() -> None:
    create_survey_responses()
    create_indexes()
    fence("survey_responses")


def downgrade() -> None:
    op.drop_table("survey_responses", schema="rapport")


def create_survey_responses() -> None:
    op.create_table(
        "survey_responses",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=True),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("survey_name", sa.Text(), nullable=False),
        sa.Column("survey_external_id", sa.Text(), nullable=True),
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("lowest", sa.Float(), nullable=False),
        sa.Column("highest", sa.Float(), nullable=False),
        sa.Column("normalized", sa.Float(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hidden", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("variables", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("respondent_address", sa.Text(), nullable=True),
        sa.Column("respondent_name", sa.Text(), nullable=True),
        sa.Column("customer_id", sa.UUID(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("project_id", sa.UUID(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("matched_by", sa.Text(), nullable=True),
        sa.Column("inbound_message_id", sa.UUID(), nullable=True),
        sa.Column("restricted_to", sa.ARRAY(sa.UUID()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("metric IN ('nps','csat','ces','custom')", name=op.f("ck_survey_responses_metric")),
        sa.CheckConstraint("standing IN ('good','middling','low')", name=op.f("ck_survey_responses_standing")),
        sa.CheckConstraint(
            "matched_by IN ('hidden','contact','domain','hand')", name=op.f("ck_survey_responses_matched_by")
        ),
        sa.CheckConstraint("normalized BETWEEN 0 AND 100", name=op.f("ck_survey_responses_normalized")),
        *references(),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_survey_responses")),
        sa.UniqueConstraint(
            "workspace_id",
            "source_id",
            "external_id",
            name=op.f("uq_survey_responses_workspace_id_source_id_external_id"),
        ),
        schema="rapport",
    )


def references() -> list[sa.ForeignKeyConstraint]:
    """What a response points at may go; the response stays."""
    return [
        sa.ForeignKeyConstraint(
            ["workspace_id", column],
            [f"rapport.{table}.workspace_id", f"rapport.{table}.id"],
            name=op.f(f"fk_survey_responses_workspace_id_{column}"),
            ondelete=f"SET NULL ({column})",
        )
        for column, table in (
            ("source_id", "inbound_sources"),
            ("customer_id", "customers"),
            ("contact_id", "contacts"),
            ("project_id", "projects"),
        )
    ]


def create_indexes() -> None:
    for name, columns in {
        "submitted_at": ["submitted_at", "id"],
        "customer": ["customer_id", "submitted_at", "id"],
        "contact": ["contact_id", "submitted_at", "id"],
        "project": ["project_id", "submitted_at", "id"],
        "inbound_message": ["inbound_message_id"],
    }.items():
        op.create_index(
            f"ix_survey_responses_{name}",
            "survey_responses",
            ["workspace_id", *columns],
            unique=False,
            schema="rapport",
        )
