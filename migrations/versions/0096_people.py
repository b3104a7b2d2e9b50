"""People come and go: invitations, members who left, what each is mailed, and what a workspace says of itself."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.fence import fence

revision = "0096"
down_revision = "0095"

# Table -> its column that names a member, and the foreign key whose violation a leaver in it is told as.
GIVEN_TO = {
    "customers": ("owner_id", "fk_customers_workspace_id_owner_id"),
    "projects": ("manager_id", "fk_projects_workspace_id_manager_id"),
    "project_members": ("user_id", "fk_project_members_workspace_id_user_id"),
    "tasks": ("assignee_id", "fk_tasks_workspace_id_assignee_id"),
    "watchers": ("user_id", "fk_watchers_workspace_id_user_id"),
}


def upgrade() -> None:
    widen_workspaces()
    widen_members()
    create_invitations()
    fence("invitations")
    op.execute("DROP FUNCTION rapport.memberships_of(uuid)")
    op.execute(MEMBERSHIPS_OF.format(only="WHERE m.user_id = person AND m.left_at IS NULL AND w.closed_at IS NULL"))
    secure_memberships()
    op.execute(REFUSE_LEAVER)
    for table, (column, constraint) in GIVEN_TO.items():
        op.execute(
            f"CREATE TRIGGER refuse_leaver BEFORE INSERT OR UPDATE OF {column} ON rapport.{table} FOR EACH ROW"
            f" WHEN (NEW.{column} IS NOT NULL) EXECUTE FUNCTION rapport.refuse_leaver('{column}', '{constraint}')"
        )
    op.execute("ALTER TABLE notifier.members ADD COLUMN email_off text[] NOT NULL DEFAULT '{}'")


def downgrade() -> None:
    op.execute("ALTER TABLE notifier.members DROP COLUMN email_off")
    for table in GIVEN_TO:
        op.execute(f"DROP TRIGGER refuse_leaver ON rapport.{table}")
    op.execute("DROP FUNCTION rapport.refuse_leaver()")
    op.execute("DROP FUNCTION rapport.memberships_of(uuid)")
    op.execute(MEMBERSHIPS_OF.format(only="WHERE m.user_id = person"))
    secure_memberships()
    op.drop_table("invitations", schema="rapport")
    for column in ("left_at", "email_off"):
        op.drop_column("members", column, schema="rapport")
    for column in ("time_zone", "language", "week_starts_on", "is_demo", "closed_at"):
        op.drop_column("workspaces", column, schema="rapport")


def widen_workspaces() -> None:
    added: tuple[sa.Column[Any], ...] = (
        sa.Column("time_zone", sa.Text(), nullable=False, server_default="UTC"),
        sa.Column("language", sa.Text(), nullable=False, server_default="en"),
        sa.Column("week_starts_on", sa.Text(), nullable=False, server_default="monday"),
        sa.Column("is_demo", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    )
    for column in added:
        op.add_column("workspaces", column, schema="rapport")
    op.create_check_constraint(
        op.f("ck_workspaces_week_starts_on"),
        "workspaces",
        "week_starts_on IN ('monday','saturday','sunday')",
        schema="rapport",
    )


def widen_members() -> None:
    op.add_column("members", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True), schema="rapport")
    op.add_column(
        "members",
        sa.Column("email_off", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        schema="rapport",
    )


def create_invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_count", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('owner','admin','manager','member','viewer')", name=op.f("ck_invitations_role")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "invited_by"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_invitations_workspace_id_invited_by"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_invitations")),
        sa.UniqueConstraint("workspace_id", "token_hash", name=op.f("uq_invitations_workspace_id_token_hash")),
        schema="rapport",
    )
    op.create_index(
        "uq_invitations_open",
        "invitations",
        ["workspace_id", sa.literal_column("lower(email)")],
        unique=True,
        schema="rapport",
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )


def secure_memberships() -> None:
    op.execute("REVOKE ALL ON FUNCTION rapport.memberships_of(uuid) FROM public")
    op.execute("GRANT EXECUTE ON FUNCTION rapport.memberships_of(uuid) TO rapport_app")


# Sign-in must know a person's workspaces before one is chosen; the definer reads past the fence for one person only.
MEMBERSHIPS_OF = """
CREATE FUNCTION rapport.memberships_of(person uuid)
RETURNS TABLE (workspace_id uuid, workspace_name text, role text, member_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.workspace_id, w.name, m.role, m.created_at
  FROM rapport.members m JOIN rapport.workspaces w ON w.id = m.workspace_id
  {only} ORDER BY m.created_at, m.workspace_id
$$
"""

# Who left keeps a row, for their name on what they did; nothing new is given to them. The API tells the violation of
# the foreign key as a record that does not exist, and so nobody learns from the answer who was here once.
REFUSE_LEAVER = """
CREATE FUNCTION rapport.refuse_leaver() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
  given uuid := (to_jsonb(NEW) ->> TG_ARGV[0])::uuid;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (to_jsonb(OLD) ->> TG_ARGV[0])::uuid IS NOT DISTINCT FROM given THEN RETURN NEW; END IF;
  END IF;
  IF EXISTS (SELECT FROM rapport.members m
             WHERE m.workspace_id = NEW.workspace_id AND m.user_id = given AND m.left_at IS NOT NULL) THEN
    RAISE foreign_key_violation USING MESSAGE = 'given to somebody who left', CONSTRAINT = TG_ARGV[1];
  END IF;
  RETURN NEW;
END $$
"""
