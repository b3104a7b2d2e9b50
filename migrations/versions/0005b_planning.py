"""The plan of a project: phases, milestones and tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.fence import fence

revision = "0005b"
down_revision = "0005"

TABLES = ("phases", "milestones", "tasks", "task_dependencies")


def upgrade() -> None:
    create_phases()
    create_milestones()
    create_tasks()
    create_task_dependencies()
    for table in TABLES:
        fence(table)
    op.execute(
        "CREATE TRIGGER keep_refs AFTER INSERT OR DELETE OR UPDATE OF external_refs ON rapport.tasks"
        " FOR EACH ROW EXECUTE FUNCTION rapport.keep_external_refs('task')"
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_phases() -> None:
    op.create_table(
        "phases",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('planned','active','completed')", name=op.f("ck_phases_status")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["rapport.projects.workspace_id", "rapport.projects.id"],
            name=op.f("fk_phases_workspace_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_phases")),
        sa.UniqueConstraint("workspace_id", "project_id", "id", name=op.f("uq_phases_workspace_id_project_id_id")),
        schema="rapport",
    )
    op.create_index(
        "ix_phases_position", "phases", ["workspace_id", "project_id", "position", "id"], unique=False, schema="rapport"
    )


def create_milestones() -> None:
    op.create_table(
        "milestones",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("phase_id", sa.UUID(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id", "phase_id"],
            ["rapport.phases.workspace_id", "rapport.phases.project_id", "rapport.phases.id"],
            name=op.f("fk_milestones_workspace_id_project_id_phase_id"),
            ondelete="SET NULL (phase_id)",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["rapport.projects.workspace_id", "rapport.projects.id"],
            name=op.f("fk_milestones_workspace_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_milestones")),
        schema="rapport",
    )
    op.create_index(
        "ix_milestones_due_on",
        "milestones",
        ["workspace_id", "project_id", sa.literal_column("coalesce(due_on, make_date(9999, 12, 31))"), "id"],
        unique=False,
        schema="rapport",
    )


def create_tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.Column("phase_id", sa.UUID(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("percent_complete", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.UUID(), nullable=True),
        sa.Column("assignee_contact_id", sa.UUID(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("estimate_optimistic", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("estimate_likely", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("estimate_pessimistic", sa.Numeric(precision=8, scale=2), nullable=True),
        sa.Column("rank", sa.Numeric(), nullable=False),
        sa.Column("external_refs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("status IN ('todo','doing','blocked','done')", name=op.f("ck_tasks_status")),
        sa.CheckConstraint("assignee_id IS NULL OR assignee_contact_id IS NULL", name=op.f("ck_tasks_one_assignee")),
        sa.CheckConstraint("percent_complete BETWEEN 0 AND 100", name=op.f("ck_tasks_percent_complete")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assignee_contact_id"],
            ["rapport.contacts.workspace_id", "rapport.contacts.id"],
            name=op.f("fk_tasks_workspace_id_assignee_contact_id"),
            ondelete="SET NULL (assignee_contact_id)",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assignee_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_tasks_workspace_id_assignee_id"),
            ondelete="SET NULL (assignee_id)",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id", "phase_id"],
            ["rapport.phases.workspace_id", "rapport.phases.project_id", "rapport.phases.id"],
            name=op.f("fk_tasks_workspace_id_project_id_phase_id"),
            ondelete="SET NULL (phase_id)",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id"],
            ["rapport.projects.workspace_id", "rapport.projects.id"],
            name=op.f("fk_tasks_workspace_id_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("workspace_id", "project_id", "id", name=op.f("uq_tasks_workspace_id_project_id_id")),
        schema="rapport",
    )
    op.create_index(
        "ix_tasks_assignee", "tasks", ["workspace_id", "assignee_id", "status"], unique=False, schema="rapport"
    )
    op.create_index(
        "ix_tasks_created_at",
        "tasks",
        ["workspace_id", "project_id", "created_at", "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_tasks_due_on",
        "tasks",
        ["workspace_id", "project_id", sa.literal_column("coalesce(due_on, make_date(9999, 12, 31))"), "id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_tasks_rank", "tasks", ["workspace_id", "project_id", "rank", "id"], unique=False, schema="rapport"
    )


def create_task_dependencies() -> None:
    op.create_table(
        "task_dependencies",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("task_id", sa.UUID(), nullable=False),
        sa.Column("depends_on_id", sa.UUID(), nullable=False),
        sa.Column("project_id", sa.UUID(), nullable=False),
        sa.CheckConstraint("task_id <> depends_on_id", name=op.f("ck_task_dependencies_not_itself")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id", "depends_on_id"],
            ["rapport.tasks.workspace_id", "rapport.tasks.project_id", "rapport.tasks.id"],
            name="fk_task_dependencies_depends_on",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "project_id", "task_id"],
            ["rapport.tasks.workspace_id", "rapport.tasks.project_id", "rapport.tasks.id"],
            name=op.f("fk_task_dependencies_workspace_id_project_id_task_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "task_id", "depends_on_id", name=op.f("pk_task_dependencies")),
        schema="rapport",
    )
    op.create_index(
        "ix_task_dependencies_depends_on",
        "task_dependencies",
        ["workspace_id", "depends_on_id"],
        unique=False,
        schema="rapport",
    )
