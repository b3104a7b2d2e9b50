"""When a customer was last in touch, moved forward by a function: a row of a larger statement can call it.

An UPDATE among other parts of one statement may be planned to read customers before the workspace is set; row-level
security then shows none. A function that is called for a row runs after that row exists.
"""

from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

SIGNATURE = "rapport.note_contact(uuid, uuid, timestamptz)"
NOTE_CONTACT = """
CREATE FUNCTION rapport.note_contact(space uuid, customer uuid, moment timestamptz) RETURNS void
LANGUAGE sql VOLATILE SET search_path = pg_catalog AS $$
  UPDATE rapport.customers SET last_interaction_at = moment
  WHERE workspace_id = space AND id = customer AND coalesce(last_interaction_at, '-infinity') < moment
$$
"""


def upgrade() -> None:
    """Make the function, for the roles that write."""
    op.execute(NOTE_CONTACT)
    op.execute(f"REVOKE ALL ON FUNCTION {SIGNATURE} FROM public")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SIGNATURE} TO rapport_app, rapport_worker")


def downgrade() -> None:
    """Drop it."""
    op.execute(f"DROP FUNCTION {SIGNATURE}")
