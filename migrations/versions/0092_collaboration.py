"""Comments on records, and who follows them.

Whatever deletes a comment, its author or the deletion of what it is about (which reaches it by foreign keys alone),
takes it off timelines and out of search: a trigger does.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations.fence import fence

revision = "0092"
down_revision = "0091"

TABLES = ("comments", "watchers")
ONE_SUBJECT = (
    "num_nonnulls(customer_id, project_id, interaction_id) = 1 AND (task_id IS NULL OR project_id IS NOT NULL)"
)
KIND = (
    "CASE WHEN task_id IS NOT NULL THEN 'task'::text WHEN project_id IS NOT NULL THEN 'project'::text"
    " WHEN customer_id IS NOT NULL THEN 'customer'::text ELSE 'interaction'::text END"
)
IDENTITY = "COALESCE(task_id, project_id, customer_id, interaction_id)"


def upgrade() -> None:
    create_comments()
    create_watchers()
    for table in TABLES:
        fence(table)
    op.execute(FORGET_COMMENT)
    op.execute(
        "CREATE TRIGGER forget_comment AFTER DELETE ON rapport.comments"
        " FOR EACH ROW EXECUTE FUNCTION rapport.forget_comment()"
    )
    for statement in NOTIFIER:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE notifier.watchers")
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")
    op.execute("DROP FUNCTION rapport.forget_comment()")


def subject_columns() -> list[sa.Column[Any]]:
    """A key per kind, and both together as kind and id."""
    keys = [
        sa.Column(f"{kind}_id", sa.UUID(), nullable=True) for kind in ("customer", "project", "task", "interaction")
    ]
    return [
        *keys,
        sa.Column("subject_kind", sa.Text(), sa.Computed(KIND, persisted=True), nullable=False),
        sa.Column("subject_id", sa.UUID(), sa.Computed(IDENTITY, persisted=True), nullable=False),
    ]


def subject_keys(table: str) -> list[sa.ForeignKeyConstraint]:
    """To exactly one record of the same workspace; a task's by way of its project."""
    ways = {"customers": ("customer_id",), "projects": ("project_id",), "interactions": ("interaction_id",)}
    keys = [
        sa.ForeignKeyConstraint(
            ["workspace_id", *columns],
            [f"rapport.{target}.workspace_id", f"rapport.{target}.id"],
            name=op.f(f"fk_{table}_workspace_id_{columns[0]}"),
            ondelete="CASCADE",
        )
        for target, columns in ways.items()
    ]
    task = sa.ForeignKeyConstraint(
        ["workspace_id", "project_id", "task_id"],
        ["rapport.tasks.workspace_id", "rapport.tasks.project_id", "rapport.tasks.id"],
        name=op.f(f"fk_{table}_workspace_id_project_id_task_id"),
        ondelete="CASCADE",
    )
    return [*keys, task]


def subject_indexes(table: str) -> None:
    """What each of the keys is deleted by."""
    ways = {"customer": ["customer_id"], "interaction": ["interaction_id"], "task": ["project_id", "task_id"]}
    for kind, columns in ways.items():
        op.create_index(f"ix_{table}_{kind}", table, ["workspace_id", *columns], unique=False, schema="rapport")


def create_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        *subject_columns(),
        sa.Column("author_id", sa.UUID(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("mentioned_user_ids", sa.ARRAY(sa.UUID()), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restricted_to", sa.ARRAY(sa.UUID()), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(ONE_SUBJECT, name=op.f("ck_comments_one_subject")),
        *subject_keys("comments"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "author_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_comments_workspace_id_author_id"),
            ondelete="SET NULL (author_id)",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_comments")),
        schema="rapport",
    )
    op.create_index(
        "ix_comments_subject",
        "comments",
        ["workspace_id", "subject_id", "created_at", "id"],
        unique=False,
        schema="rapport",
    )
    subject_indexes("comments")


def create_watchers() -> None:
    op.create_table(
        "watchers",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        *subject_columns(),
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(ONE_SUBJECT, name=op.f("ck_watchers_one_subject")),
        *subject_keys("watchers"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "user_id"],
            ["rapport.members.workspace_id", "rapport.members.user_id"],
            name=op.f("fk_watchers_workspace_id_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_watchers")),
        sa.UniqueConstraint(
            "workspace_id", "subject_id", "user_id", name=op.f("uq_watchers_workspace_id_subject_id_user_id")
        ),
        schema="rapport",
    )
    op.create_index("ix_watchers_user", "watchers", ["workspace_id", "user_id"], unique=False, schema="rapport")
    subject_indexes("watchers")


FORGET_COMMENT = """
CREATE FUNCTION rapport.forget_comment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  DELETE FROM rapport.timeline_entries WHERE workspace_id = OLD.workspace_id AND thing_id = OLD.id;
  DELETE FROM rapport.search_entries WHERE workspace_id = OLD.workspace_id AND thing_id = OLD.id;
  RETURN NULL;
END $$
"""

NOTIFIER = (
    """
    CREATE TABLE notifier.watchers (
      workspace_id uuid NOT NULL,
      subject_id uuid NOT NULL,
      user_id uuid NOT NULL,
      subject_kind text NOT NULL,
      thread_id uuid,
      is_watching boolean NOT NULL,
      position bigint NOT NULL,
      CONSTRAINT pk_watchers PRIMARY KEY (workspace_id, subject_id, user_id)
    )
    """,
    "CREATE INDEX ix_watchers_thread ON notifier.watchers (workspace_id, thread_id) WHERE thread_id IS NOT NULL",
    "ALTER TABLE notifier.watchers ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE notifier.watchers FORCE ROW LEVEL SECURITY",
    "CREATE POLICY notifier_serves_all ON notifier.watchers TO rapport_notifier USING (true) WITH CHECK (true)",
    "CREATE POLICY owner_migrates ON notifier.watchers TO rapport_owner USING (true) WITH CHECK (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON notifier.watchers TO rapport_notifier",
)
