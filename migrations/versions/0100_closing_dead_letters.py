"""A dead letter is forgotten by a function: a row of a larger statement can call it.

A DELETE among other parts of one statement may be planned to look for its rows before the workspace is set; row-level
security then shows none. A function that is called for a row runs after that row exists.
"""

from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None

SIGNATURE = "rapport.close_dead_letter(uuid, text, uuid)"
CLOSE_DEAD_LETTER = """
CREATE FUNCTION rapport.close_dead_letter(space uuid, reader text, event uuid) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
  DELETE FROM rapport.dead_letters WHERE workspace_id = space AND consumer = reader AND event_id = event
$$
"""


def upgrade() -> None:
    """Make the function, for the worker, which hears of what was worked through."""
    op.execute(CLOSE_DEAD_LETTER)
    op.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM public")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO rapport_app, rapport_worker")


def downgrade() -> None:
    """Drop it."""
    op.execute(f"DROP FUNCTION {SIGNATURE}")
