"""What is read out of a mail: automatic mail by kind, whose mail bounced, stored files, and an address per project."""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0098"

INTERACTIONS, ATTACHMENTS, PROJECTS = "interactions", "interaction_attachments", "projects"
KINDS = "automatic_kind IN ('auto_reply','out_of_office','bounce')"
REASONS = "not_stored_because IN ('quota','size','number','missing')"


def upgrade() -> None:
    op.add_column(INTERACTIONS, sa.Column("automatic_kind", sa.Text(), nullable=True), schema="rapport")
    op.add_column(
        INTERACTIONS,
        sa.Column("bounced_addresses", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        schema="rapport",
    )
    op.create_check_constraint(op.f("ck_interactions_automatic_kind"), INTERACTIONS, KINDS, schema="rapport")
    _match_by("'thread','project','contact','domain','hand'")
    op.add_column(
        ATTACHMENTS, sa.Column("is_stored", sa.Boolean(), nullable=False, server_default=sa.false()), schema="rapport"
    )
    op.add_column(ATTACHMENTS, sa.Column("not_stored_because", sa.Text(), nullable=True), schema="rapport")
    name = op.f("ck_interaction_attachments_not_stored_because")
    op.create_check_constraint(name, ATTACHMENTS, REASONS, schema="rapport")
    columns = ["workspace_id", "sha256"]
    op.create_index("ix_interaction_attachments_sha256", ATTACHMENTS, columns, unique=False, schema="rapport")
    # 128 bits of two random ids, so that existing projects have an address too.
    token = sa.text("md5(gen_random_uuid()::text || gen_random_uuid()::text)")
    op.add_column(PROJECTS, sa.Column("mail_token", sa.Text(), nullable=False, server_default=token), schema="rapport")
    op.create_unique_constraint(
        op.f("uq_projects_workspace_id_mail_token"), PROJECTS, ["workspace_id", "mail_token"], schema="rapport"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("uq_projects_workspace_id_mail_token"), PROJECTS, schema="rapport")
    op.drop_column(PROJECTS, "mail_token", schema="rapport")
    op.drop_index("ix_interaction_attachments_sha256", ATTACHMENTS, schema="rapport")
    op.drop_column(ATTACHMENTS, "not_stored_because", schema="rapport")
    op.drop_column(ATTACHMENTS, "is_stored", schema="rapport")
    op.execute("UPDATE rapport.interactions SET matched_by = NULL WHERE matched_by = 'project'")
    _match_by("'thread','contact','domain','hand'")
    op.drop_column(INTERACTIONS, "bounced_addresses", schema="rapport")
    op.drop_column(INTERACTIONS, "automatic_kind", schema="rapport")


def _match_by(ways: str) -> None:
    name = op.f("ck_interactions_matched_by")
    op.drop_constraint(name, INTERACTIONS, schema="rapport")
    op.create_check_constraint(name, INTERACTIONS, f"matched_by IN ({ways})", schema="rapport")
