"""Inbound sources and messages."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.fence import across_workspaces, fence

revision = "0007"
down_revision = "0006"

TABLES = ("inbound_sources", "inbound_messages")


def upgrade() -> None:
    create_inbound_sources()
    create_inbound_messages()
    secure()


def downgrade() -> None:
    unsecure()
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_inbound_sources() -> None:
    op.create_table(
        "inbound_sources",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("token_sealed", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.Text(), nullable=True),
        sa.Column("settings_sealed", sa.Text(), nullable=True),
        sa.Column("last_received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('email','survey')", name=op.f("ck_inbound_sources_kind")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_inbound_sources")),
        sa.UniqueConstraint("workspace_id", "token_hash", name=op.f("uq_inbound_sources_workspace_id_token_hash")),
        schema="rapport",
    )


def create_inbound_messages() -> None:
    op.create_table(
        "inbound_messages",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source_id", sa.UUID(), nullable=False),
        sa.Column("provider", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("processed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("dedupe_digest", sa.LargeBinary(), nullable=False),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interaction_ids", sa.ARRAY(sa.UUID()), nullable=False),
        sa.CheckConstraint(
            "status IN ('received','processed','unmatched','failed','refused')", name=op.f("ck_inbound_messages_status")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "source_id"],
            ["rapport.inbound_sources.workspace_id", "rapport.inbound_sources.id"],
            name=op.f("fk_inbound_messages_workspace_id_source_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_inbound_messages")),
        schema="rapport",
    )
    op.create_index(
        "ix_inbound_messages_received_at",
        "inbound_messages",
        ["workspace_id", "received_at", "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_inbound_messages_source",
        "inbound_messages",
        ["workspace_id", "source_id", "received_at", "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_inbound_messages_status",
        "inbound_messages",
        ["workspace_id", "status", "received_at", "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_inbound_messages_waiting",
        "inbound_messages",
        ["received_at", "id"],
        unique=False,
        schema="rapport",
        postgresql_where=sa.text("status = 'received'"),
    )
    op.create_index(
        "uq_inbound_messages_dedupe_digest",
        "inbound_messages",
        ["workspace_id", "source_id", "dedupe_digest"],
        unique=True,
        schema="rapport",
        postgresql_where=sa.text("status <> 'refused'"),
    )


def secure() -> None:
    """The worker claims messages before a workspace is known; bodies are kept uncompressed so that storing one is quick."""
    for table in TABLES:
        fence(table)
    across_workspaces("inbound_messages", "rapport_worker")
    op.execute("ALTER TABLE rapport.inbound_messages ALTER COLUMN body SET STORAGE EXTERNAL")
    op.execute(NOTIFY_INBOUND)
    op.execute(
        "CREATE TRIGGER notify_inbound AFTER INSERT OR UPDATE OF status ON rapport.inbound_messages"
        " FOR EACH ROW WHEN (NEW.status = 'received') EXECUTE FUNCTION rapport.notify_inbound()"
    )


def unsecure() -> None:
    """Drop the trigger with its function."""
    op.execute("DROP FUNCTION rapport.notify_inbound() CASCADE")


NOTIFY_INBOUND = """
CREATE FUNCTION rapport.notify_inbound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('rapport_inbound', '');
  RETURN NULL;
END $$
"""
