"""Interactions and threads."""

import sqlalchemy as sa
from alembic import op

from migrations.fence import fence

revision = "0006"
down_revision = "0005b"

TABLES = (
    "thread_messages",
    "interactions",
    "interaction_attachments",
    "interaction_participants",
    "interaction_projects",
)


def upgrade() -> None:
    create_thread_messages()
    create_interactions()
    create_interaction_attachments()
    create_interaction_participants()
    create_interaction_projects()
    for table in TABLES:
        fence(table)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_thread_messages() -> None:
    op.create_table(
        "thread_messages",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("message_id_hash", sa.LargeBinary(), nullable=False),
        sa.Column("thread_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "message_id_hash", name=op.f("pk_thread_messages")),
        schema="rapport",
    )
    op.create_index(
        "ix_thread_messages_thread", "thread_messages", ["workspace_id", "thread_id"], unique=False, schema="rapport"
    )


def create_interactions() -> None:
    op.create_table(
        "interactions",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_full", sa.Text(), nullable=True),
        sa.Column("html", sa.Text(), nullable=True),
        sa.Column("snippet", sa.Text(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("author_id", sa.UUID(), nullable=True),
        sa.Column("thread_id", sa.UUID(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("content_digest", sa.LargeBinary(), nullable=True),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("matched_by", sa.Text(), nullable=True),
        sa.Column("inbound_message_id", sa.UUID(), nullable=True),
        sa.Column("restricted_to", sa.ARRAY(sa.UUID()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('email','call','meeting','chat','note','survey','portal')",
            name=op.f("ck_interactions_channel"),
        ),
        sa.CheckConstraint("direction IN ('inbound','outbound','internal')", name=op.f("ck_interactions_direction")),
        sa.CheckConstraint(
            "matched_by IN ('thread','contact','domain','hand')", name=op.f("ck_interactions_matched_by")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_interactions_workspace_id_author_id"),
            ondelete="SET NULL (author_id)",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["rapport.contacts.workspace_id", "rapport.contacts.id"],
            name=op.f("fk_interactions_workspace_id_contact_id"),
            ondelete="SET NULL (contact_id)",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["rapport.customers.workspace_id", "rapport.customers.id"],
            name=op.f("fk_interactions_workspace_id_customer_id"),
            ondelete="SET NULL (customer_id)",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_interactions")),
        schema="rapport",
    )
    op.create_index(
        "ix_interactions_contact",
        "interactions",
        ["workspace_id", "contact_id", "occurred_at", "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_interactions_customer",
        "interactions",
        ["workspace_id", "customer_id", "occurred_at", "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_interactions_occurred_at",
        "interactions",
        ["workspace_id", "occurred_at", "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_interactions_thread",
        "interactions",
        ["workspace_id", "thread_id", "occurred_at", "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "uq_interactions_content_digest",
        "interactions",
        ["workspace_id", "content_digest"],
        unique=True,
        schema="rapport",
    )


def create_interaction_attachments() -> None:
    op.create_table(
        "interaction_attachments",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("interaction_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("content_id", sa.Text(), nullable=True),
        sa.Column("is_inline", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "interaction_id"],
            ["rapport.interactions.workspace_id", "rapport.interactions.id"],
            name=op.f("fk_interaction_attachments_workspace_id_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_interaction_attachments")),
        schema="rapport",
    )
    op.create_index(
        "ix_interaction_attachments_interaction",
        "interaction_attachments",
        ["workspace_id", "interaction_id", "position"],
        unique=False,
        schema="rapport",
    )


def create_interaction_participants() -> None:
    op.create_table(
        "interaction_participants",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("interaction_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("contact_id", sa.UUID(), nullable=True),
        sa.Column("user_id", sa.UUID(), nullable=True),
        sa.CheckConstraint(
            "role IN ('from','to','cc','bcc','attendee','mentioned')", name=op.f("ck_interaction_participants_role")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "contact_id"],
            ["rapport.contacts.workspace_id", "rapport.contacts.id"],
            name=op.f("fk_interaction_participants_workspace_id_contact_id"),
            ondelete="SET NULL (contact_id)",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "interaction_id"],
            ["rapport.interactions.workspace_id", "rapport.interactions.id"],
            name=op.f("fk_interaction_participants_workspace_id_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_interaction_participants_workspace_id_user_id"),
            ondelete="SET NULL (user_id)",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_interaction_participants")),
        schema="rapport",
    )
    op.create_index(
        "ix_interaction_participants_contact",
        "interaction_participants",
        ["workspace_id", "contact_id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_interaction_participants_interaction",
        "interaction_participants",
        ["workspace_id", "interaction_id", "position"],
        unique=False,
        schema="rapport",
    )


def create_interaction_projects() -> None:
    op.create_table(
        "interaction_projects",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("interaction_id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "interaction_id"],
            ["rapport.interactions.workspace_id", "rapport.interactions.id"],
            name=op.f("fk_interaction_projects_workspace_id_interaction_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["rapport.projects.workspace_id", "rapport.projects.id"],
            name=op.f("fk_interaction_projects_workspace_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "interaction_id", "project_id", name=op.f("pk_interaction_projects")),
        schema="rapport",
    )
    op.create_index(
        "ix_interaction_projects_project",
        "interaction_projects",
        ["workspace_id", "project_id", "interaction_id"],
        unique=False,
        schema="rapport",
    )
