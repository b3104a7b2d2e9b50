"""Reports of sent mail beside a request, single-use tokens, and when a source last refused something."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0093"
down_revision = "0092"

MESSAGES, SOURCES = "inbound_messages", "inbound_sources"


def upgrade() -> None:
    op.add_column(SOURCES, sa.Column("last_refused_at", sa.DateTime(timezone=True), nullable=True), schema="rapport")
    reports = sa.Column("mail_events", postgresql.JSONB(astext_type=sa.Text()), nullable=True)
    op.add_column(MESSAGES, reports, schema="rapport")
    op.add_column(MESSAGES, sa.Column("token_digest", sa.LargeBinary(), nullable=True), schema="rapport")
    op.create_index(
        "uq_inbound_messages_token_digest",
        MESSAGES,
        ["workspace_id", "source_id", "token_digest"],
        unique=True,
        schema="rapport",
        postgresql_where=sa.text("status <> 'refused' AND token_digest IS NOT NULL"),
    )
    op.create_index(
        "ix_inbound_messages_open",
        MESSAGES,
        ["workspace_id", "source_id", "status"],
        unique=False,
        schema="rapport",
        postgresql_where=sa.text("status IN ('unmatched','failed')"),
    )


def downgrade() -> None:
    op.drop_index("ix_inbound_messages_open", MESSAGES, schema="rapport")
    op.drop_index("uq_inbound_messages_token_digest", MESSAGES, schema="rapport")
    op.drop_column(MESSAGES, "token_digest", schema="rapport")
    op.drop_column(MESSAGES, "mail_events", schema="rapport")
    op.drop_column(SOURCES, "last_refused_at", schema="rapport")
