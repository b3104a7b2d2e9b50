"""Row-level security of tenant tables, said once."""

from alembic import op

CURRENT_WORKSPACE = "nullif(current_setting('app.workspace', true), '')::uuid"
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"


def fence(
    table: str,
    *,
    column: str = "workspace_id",
    app: str = EVERYTHING,
    worker: str = EVERYTHING,
    schema: str = "rapport",
) -> None:
    """Force row-level security on a table and grant the serving roles what they need.

    The owner has a policy of its own: without one, forced security would silently hide every row from a backfill.
    """
    name = f"{schema}.{table}"
    own = f"{column} = {CURRENT_WORKSPACE}"
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY owner_sees_all ON {name} TO rapport_owner USING (true) WITH CHECK (true)")
    op.execute(f"CREATE POLICY own_workspace ON {name} TO rapport_app, rapport_worker USING ({own}) WITH CHECK ({own})")
    op.execute(f"GRANT {app} ON {name} TO rapport_app")
    op.execute(f"GRANT {worker} ON {name} TO rapport_worker")


def across_workspaces(table: str, role: str, *, schema: str = "rapport") -> None:
    """Let one role see a table across workspaces: for claims and relays, whose work begins before a workspace is known."""
    op.execute(f"CREATE POLICY {role}_across ON {schema}.{table} TO {role} USING (true) WITH CHECK (true)")
