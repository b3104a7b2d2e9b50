"""Projects, their customers and their people."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.fence import fence

revision = "0005"
down_revision = "0004"

TABLES = ("projects", "project_customers", "project_members")


def upgrade() -> None:
    create_projects()
    create_project_customers()
    create_project_members()
    secure()


def downgrade() -> None:
    unsecure()
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_projects() -> None:
    op.create_table(
        "projects",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("priorities", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("budget_amount", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("budget_currency", sa.Text(), nullable=True),
        sa.Column("manager_id", sa.UUID(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("external_refs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft','active','on_hold','closing','closed','cancelled')", name=op.f("ck_projects_status")
        ),
        sa.CheckConstraint("(budget_amount IS NULL) = (budget_currency IS NULL)", name=op.f("ck_projects_budget")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "manager_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_projects_workspace_id_manager_id"),
            ondelete="SET NULL (manager_id)",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_projects")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_projects_workspace_id_key")),
        schema="rapport",
    )
    op.create_index(
        "ix_projects_created_at", "projects", ["workspace_id", "created_at", "id"], unique=False, schema="rapport"
    )
    op.create_index(
        "ix_projects_due_on",
        "projects",
        ["workspace_id", sa.literal_column("coalesce(due_on, make_date(9999, 12, 31))"), "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_projects_name",
        "projects",
        ["workspace_id", sa.literal_column("lower(name)"), "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_projects_updated_at", "projects", ["workspace_id", "updated_at", "id"], unique=False, schema="rapport"
    )


def create_project_customers() -> None:
    op.create_table(
        "project_customers",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("customer_id", sa.UUID(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "customer_id"],
            ["rapport.customers.workspace_id", "rapport.customers.id"],
            name=op.f("fk_project_customers_workspace_id_customer_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["rapport.projects.workspace_id", "rapport.projects.id"],
            name=op.f("fk_project_customers_workspace_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "customer_id", name=op.f("pk_project_customers")),
        schema="rapport",
    )
    op.create_index(
        "ix_project_customers_customer",
        "project_customers",
        ["workspace_id", "customer_id"],
        unique=False,
        schema="rapport",
    )


def create_project_members() -> None:
    op.create_table(
        "project_members",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('manager','member')", name=op.f("ck_project_members_role")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["rapport.projects.workspace_id", "rapport.projects.id"],
            name=op.f("fk_project_members_workspace_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_project_members_workspace_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "project_id", "user_id", name=op.f("pk_project_members")),
        schema="rapport",
    )
    op.create_index(
        "ix_project_members_user", "project_members", ["workspace_id", "user_id"], unique=False, schema="rapport"
    )


def secure() -> None:
    """Fences, reference indexes, and word to the actor caches when a private project's people change."""
    for table in TABLES:
        fence(table)
    op.execute(
        "CREATE TRIGGER keep_refs AFTER INSERT OR DELETE OR UPDATE OF external_refs ON rapport.projects"
        " FOR EACH ROW EXECUTE FUNCTION rapport.keep_external_refs('project')"
    )
    op.execute(NOTIFY_MEMBERSHIP)
    op.execute(
        "CREATE TRIGGER notify_membership AFTER INSERT OR DELETE ON rapport.project_members"
        " FOR EACH ROW EXECUTE FUNCTION rapport.notify_project_member()"
    )


def unsecure() -> None:
    """Drop the triggers with their functions."""
    op.execute("DROP FUNCTION rapport.notify_project_member() CASCADE")


NOTIFY_MEMBERSHIP = """
CREATE FUNCTION rapport.notify_project_member() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE place record;
BEGIN
  place := coalesce(NEW, OLD);
  PERFORM pg_notify('rapport_actor', place.workspace_id::text || ':' || place.user_id::text);
  RETURN NULL;
END $$
"""
