"""Notifications, delivery receipts and dead letters."""

import sqlalchemy as sa
from alembic import op

from migrations.fence import fence

revision = "0008"
down_revision = "0007"

TABLES = ("dead_letters", "delivery_receipts", "notifications")


def upgrade() -> None:
    create_dead_letters()
    create_delivery_receipts()
    create_notifications()
    for table in TABLES:
        fence(table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_dead_letters() -> None:
    op.create_table(
        "dead_letters",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('parked','replaying')", name=op.f("ck_dead_letters_status")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_dead_letters")),
        sa.UniqueConstraint(
            "workspace_id", "consumer", "event_id", name=op.f("uq_dead_letters_workspace_id_consumer_event_id")
        ),
        schema="rapport",
    )
    op.create_index(
        "ix_dead_letters_parked_at", "dead_letters", ["workspace_id", "parked_at", "id"], unique=False, schema="rapport"
    )


def create_delivery_receipts() -> None:
    op.create_table(
        "delivery_receipts",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("recipient_user_id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("message_id", sa.Text(), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('sent','failed')", name=op.f("ck_delivery_receipts_status")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_delivery_receipts")),
        sa.UniqueConstraint(
            "workspace_id",
            "event_id",
            "recipient_user_id",
            "channel",
            name=op.f("uq_delivery_receipts_workspace_id_event_id_recipient_user_id_channel"),
        ),
        schema="rapport",
    )
    op.create_index(
        "ix_delivery_receipts_occurred_at",
        "delivery_receipts",
        ["workspace_id", "occurred_at", "id"],
        unique=False,
        schema="rapport",
    )


def create_notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("link_kind", sa.Text(), nullable=True),
        sa.Column("link_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_notifications_workspace_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_notifications")),
        sa.UniqueConstraint(
            "workspace_id", "user_id", "event_id", name=op.f("uq_notifications_workspace_id_user_id_event_id")
        ),
        schema="rapport",
    )
    op.create_index(
        "ix_notifications_unread",
        "notifications",
        ["workspace_id", "user_id"],
        unique=False,
        schema="rapport",
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index(
        "ix_notifications_user",
        "notifications",
        ["workspace_id", "user_id", "created_at", "id"],
        unique=False,
        schema="rapport",
    )
