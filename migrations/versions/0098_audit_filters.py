"""Find events by type, project and actor, for the activity feed and the audit."""

from alembic import op

revision = "0098"
down_revision = "0097"

INDEXES = {
    "ix_events_type": "(workspace_id, type, id)",
    "ix_events_project": "(workspace_id, project_id, id) WHERE project_id IS NOT NULL",
    "ix_events_actor": "(workspace_id, (actor ->> 'id'::text), id)",
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.execute(f"CREATE INDEX {name} ON rapport.events {columns}")


def downgrade() -> None:
    for name in reversed(INDEXES):
        op.execute(f"DROP INDEX rapport.{name}")
