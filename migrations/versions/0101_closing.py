"""Closing a workspace: what belongs to it stops at once, in the API, in the worker and in the notifier."""

from alembic import op

revision = "0101"
down_revision = "0100"

ROUTINES = ("notify_closing()", "has_workspaces()")


def upgrade() -> None:
    for statement in (NOTIFY_CLOSING, HAS_WORKSPACES, CLOSING_TRIGGER):
        op.execute(statement)
    op.execute("REVOKE ALL ON FUNCTION rapport.has_workspaces() FROM public")
    op.execute("GRANT EXECUTE ON FUNCTION rapport.has_workspaces() TO rapport_app")
    # The worker claims for all workspaces at once, and nothing of those that are closed.
    op.execute(
        "CREATE POLICY worker_sees_closed ON rapport.workspaces FOR SELECT TO rapport_worker"
        " USING (closed_at IS NOT NULL)"
    )
    for statement in NOTIFIER:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE notifier.closed_workspaces")
    op.execute("DROP POLICY worker_sees_closed ON rapport.workspaces")
    op.execute("DROP TRIGGER notify_closing ON rapport.workspaces")
    for routine in ROUTINES:
        op.execute(f"DROP FUNCTION rapport.{routine}")


# Payload `<workspace>:` is everybody of a workspace, whoever closes it and however.
NOTIFY_CLOSING = """
CREATE FUNCTION rapport.notify_closing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('rapport_actor', NEW.id::text || ':');
  RETURN NULL;
END $$
"""
CLOSING_TRIGGER = """
CREATE TRIGGER notify_closing AFTER UPDATE OF closed_at ON rapport.workspaces
  FOR EACH ROW WHEN (OLD.closed_at IS DISTINCT FROM NEW.closed_at) EXECUTE FUNCTION rapport.notify_closing()
"""

# Asked before anybody is known; tells whether there is any, and of none which.
HAS_WORKSPACES = """
CREATE FUNCTION rapport.has_workspaces() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT FROM rapport.workspaces w WHERE w.closed_at IS NULL)
$$
"""

# A workspace that the notifier has forgotten: nothing that is still said of it has an effect. The API reads from it that
# nothing has to be said again.
NOTIFIER = (
    """
    CREATE TABLE notifier.closed_workspaces (
      workspace_id uuid NOT NULL,
      closed_at timestamptz NOT NULL DEFAULT now(),
      forgotten_at timestamptz,
      CONSTRAINT pk_closed_workspaces PRIMARY KEY (workspace_id)
    )
    """,
    "ALTER TABLE notifier.closed_workspaces ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE notifier.closed_workspaces FORCE ROW LEVEL SECURITY",
    "CREATE POLICY notifier_serves_all ON notifier.closed_workspaces TO rapport_notifier USING (true) WITH CHECK (true)",
    "CREATE POLICY owner_migrates ON notifier.closed_workspaces TO rapport_owner USING (true) WITH CHECK (true)",
    "GRANT SELECT, INSERT, UPDATE ON notifier.closed_workspaces TO rapport_notifier",
    "CREATE POLICY worker_compares ON notifier.closed_workspaces FOR SELECT TO rapport_worker USING (true)",
    "GRANT SELECT (workspace_id) ON notifier.closed_workspaces TO rapport_worker",
)
