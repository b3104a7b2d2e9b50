"""Who belongs to no workspace any more can still be written to about their account, in the name of the last one."""

from alembic import op

revision = "0103"
down_revision = "0102"


def upgrade() -> None:
    op.execute(LEFT_LAST)
    op.execute("REVOKE ALL ON FUNCTION rapport.left_last(uuid) FROM public")
    op.execute("GRANT EXECUTE ON FUNCTION rapport.left_last(uuid) TO rapport_app")


def downgrade() -> None:
    op.execute("DROP FUNCTION rapport.left_last(uuid)")


# The definer reads past the fences for one person only, and tells nothing of the workspace but its id.
LEFT_LAST = """
CREATE FUNCTION rapport.left_last(person uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT m.workspace_id FROM rapport.members m JOIN rapport.workspaces w ON w.id = m.workspace_id
  WHERE m.user_id = person AND m.left_at IS NOT NULL AND w.closed_at IS NULL
  ORDER BY m.left_at DESC, m.workspace_id LIMIT 1
$$
"""
