"""Users, workspaces, members, sessions and API keys."""

import sqlalchemy as sa
from alembic import op

from migrations.fence import fence

revision = "0002"
down_revision = "0001"

TABLES = ("users", "workspaces", "members", "api_keys", "refresh_tokens")


def upgrade() -> None:
    create_users()
    create_workspaces()
    create_members()
    create_api_keys()
    create_refresh_tokens()
    secure()


def downgrade() -> None:
    unsecure()
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_users() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("token_version", sa.Integer(), nullable=False),
        sa.Column("last_workspace_id", sa.UUID(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        schema="rapport",
    )
    op.create_index("uq_users_email", "users", [sa.literal_column("lower(email)")], unique=True, schema="rapport")


def create_workspaces() -> None:
    op.create_table(
        "workspaces",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["rapport.users.id"], name=op.f("fk_workspaces_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        schema="rapport",
    )


def create_members() -> None:
    op.create_table(
        "members",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("email_notifications", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("role IN ('owner','admin','manager','member','viewer')", name=op.f("ck_members_role")),
        sa.ForeignKeyConstraint(["user_id"], ["rapport.users.id"], name=op.f("fk_members_user_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["rapport.workspaces.id"], name=op.f("fk_members_workspace_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("workspace_id", "user_id", name=op.f("pk_members")),
        schema="rapport",
    )
    op.create_index(op.f("ix_members_user_id"), "members", ["user_id"], unique=False, schema="rapport")


def create_api_keys() -> None:
    op.create_table(
        "api_keys",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_by", sa.UUID(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "created_by"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_api_keys_workspace_id_created_by"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("workspace_id", "key_hash", name=op.f("uq_api_keys_workspace_id_key_hash")),
        schema="rapport",
    )


def create_refresh_tokens() -> None:
    op.create_table(
        "refresh_tokens",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("family_id", sa.UUID(), nullable=False),
        sa.Column("family_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("client_hash", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_refresh_tokens_workspace_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_refresh_tokens")),
        sa.UniqueConstraint("workspace_id", "token_hash", name=op.f("uq_refresh_tokens_workspace_id_token_hash")),
        schema="rapport",
    )
    op.create_index(
        "ix_refresh_tokens_family", "refresh_tokens", ["workspace_id", "family_id"], unique=False, schema="rapport"
    )


def secure() -> None:
    """Users are global: rows are reached only through a member, a sign-in or a registration."""
    op.execute("GRANT SELECT, INSERT, UPDATE ON rapport.users TO rapport_app, rapport_worker")
    fence("workspaces", column="id")
    for table in ("members", "refresh_tokens", "api_keys"):
        fence(table)
    for statement in (MEMBERSHIPS_OF, NOTIFY_ACTOR, NOTIFY_USER):
        op.execute(statement)
    op.execute(
        "CREATE TRIGGER notify_actor AFTER UPDATE OR DELETE ON rapport.members FOR EACH ROW EXECUTE FUNCTION rapport.notify_actor()"
    )
    op.execute(
        "CREATE TRIGGER notify_user AFTER UPDATE ON rapport.users FOR EACH ROW EXECUTE FUNCTION rapport.notify_user()"
    )
    op.execute("REVOKE ALL ON FUNCTION rapport.memberships_of(uuid) FROM public")
    op.execute("GRANT EXECUTE ON FUNCTION rapport.memberships_of(uuid) TO rapport_app")


def unsecure() -> None:
    """Drop what stands on the tables."""
    op.execute("DROP TRIGGER notify_actor ON rapport.members")
    op.execute("DROP TRIGGER notify_user ON rapport.users")
    for function in ("memberships_of(uuid)", "notify_actor()", "notify_user()"):
        op.execute(f"DROP FUNCTION rapport.{function}")


# Sign-in must know a person's workspaces before one is chosen; the definer reads past the fence for one person only.
MEMBERSHIPS_OF = """
CREATE FUNCTION rapport.memberships_of(person uuid)
RETURNS TABLE (workspace_id uuid, workspace_name text, role text, member_since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.workspace_id, w.name, m.role, m.created_at
  FROM rapport.members m JOIN rapport.workspaces w ON w.id = m.workspace_id
  WHERE m.user_id = person ORDER BY m.created_at, m.workspace_id
$$
"""

# Payload `<workspace>:<user>`; an empty workspace means every workspace of that person.
NOTIFY_ACTOR = """
CREATE FUNCTION rapport.notify_actor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('rapport_actor', OLD.workspace_id::text || ':' || OLD.user_id::text);
  RETURN NULL;
END $$
"""

NOTIFY_USER = """
CREATE FUNCTION rapport.notify_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('rapport_actor', ':' || NEW.id::text);
  RETURN NULL;
END $$
"""
