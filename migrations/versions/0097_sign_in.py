"""Proving who one is: throttled attempts, forgotten passwords, and a person's sessions in all their workspaces."""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"

ROUTINES = ("sessions_of(uuid, bytea)", "end_sessions(uuid, uuid[], boolean)")


def upgrade() -> None:
    op.add_column("refresh_tokens", sa.Column("device", sa.Text(), nullable=False, server_default=""), schema="rapport")
    op.create_index("ix_refresh_tokens_user_id", "refresh_tokens", ["user_id"], unique=False, schema="rapport")
    op.create_table(
        "password_resets",
        sa.Column("user_id", sa.UUID(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["rapport.users.id"], name=op.f("fk_password_resets_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_password_resets")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_password_resets_token_hash")),
        schema="rapport",
    )
    op.create_table(
        "throttles",
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttles")),
        schema="rapport",
    )
    op.create_index("ix_throttles_started_at", "throttles", ["started_at"], unique=False, schema="rapport")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON rapport.password_resets, rapport.throttles TO rapport_app")
    op.execute("GRANT SELECT, DELETE ON rapport.throttles TO rapport_worker")
    for statement in (SESSIONS_OF, END_SESSIONS):
        op.execute(statement)
    for routine in ROUTINES:
        op.execute(f"REVOKE ALL ON FUNCTION rapport.{routine} FROM public")
        op.execute(f"GRANT EXECUTE ON FUNCTION rapport.{routine} TO rapport_app")


def downgrade() -> None:
    for routine in ROUTINES:
        op.execute(f"DROP FUNCTION rapport.{routine}")
    op.drop_table("throttles", schema="rapport")
    op.drop_table("password_resets", schema="rapport")
    op.drop_index("ix_refresh_tokens_user_id", "refresh_tokens", schema="rapport")
    op.drop_column("refresh_tokens", "device", schema="rapport")


# A session belongs to the person and stands in one of their workspaces; the definer reads past the fences for one
# person only. `presented` is the digest of the refresh token that asks, by which it finds itself.
SESSIONS_OF = """
CREATE FUNCTION rapport.sessions_of(person uuid, presented bytea)
RETURNS TABLE (id uuid, workspace_id uuid, workspace_name text, device text, started_at timestamptz,
  last_used_at timestamptz, expires_at timestamptz, is_current boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT t.family_id, t.workspace_id, w.name, min(t.device), min(t.family_started_at), max(t.issued_at),
    max(t.expires_at), coalesce(bool_or(t.token_hash = presented), false)
  FROM rapport.refresh_tokens t
  JOIN rapport.workspaces w ON w.id = t.workspace_id AND w.closed_at IS NULL
  WHERE t.user_id = person
  GROUP BY t.family_id, t.workspace_id, w.name
  HAVING bool_or(t.revoked_at IS NULL AND t.used_at IS NULL AND t.expires_at > now())
  ORDER BY max(t.issued_at) DESC, t.family_id
$$
"""

# Ends the named sessions of a person, or (`but`) all except those, in every workspace; returns how many. The new
# version ends every access token at once: sessions that stay get another by their refresh token. Locking the person
# first makes a refresh that is under way finish before, so that its successor is ended too.
END_SESSIONS = """
CREATE FUNCTION rapport.end_sessions(person uuid, named uuid[], but boolean) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE ended integer;
BEGIN
  PERFORM FROM rapport.users u WHERE u.id = person FOR UPDATE;
  WITH gone AS (
    UPDATE rapport.refresh_tokens t SET revoked_at = now()
    WHERE t.user_id = person AND t.revoked_at IS NULL AND t.expires_at > now() AND (t.family_id = ANY (named)) <> but
    RETURNING t.family_id
  )
  SELECT count(DISTINCT family_id) INTO ended FROM gone;
  IF ended > 0 OR but THEN
    UPDATE rapport.users u SET token_version = u.token_version + 1, updated_at = now() WHERE u.id = person;
  END IF;
  RETURN ended;
END $$
"""
