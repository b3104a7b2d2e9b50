"""Timeline and search entries."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.fence import fence

revision = "0003"
down_revision = "0002"

TABLES = ("search_entries", "timeline_entries")


def upgrade() -> None:
    create_search_entries()
    create_timeline_entries()
    secure()


def downgrade() -> None:
    unsecure()
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_search_entries() -> None:
    op.create_table(
        "search_entries",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("thing_id", sa.UUID(), nullable=False),
        sa.Column("thing_type", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("restricted_to", sa.ARRAY(sa.UUID()), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "thing_id", name=op.f("pk_search_entries")),
        schema="rapport",
    )


def create_timeline_entries() -> None:
    op.create_table(
        "timeline_entries",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("thing_id", sa.UUID(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("thing_type", sa.Text(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("restricted_to", sa.ARRAY(sa.UUID()), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "subject_id", "thing_id", name=op.f("pk_timeline_entries")),
        schema="rapport",
    )
    op.create_index(
        "ix_timeline_entries_subject",
        "timeline_entries",
        ["workspace_id", "subject_id", "occurred_at", "thing_id"],
        unique=False,
        schema="rapport",
    )
    op.create_index(
        "ix_timeline_entries_thing", "timeline_entries", ["workspace_id", "thing_id"], unique=False, schema="rapport"
    )


def secure() -> None:
    """Row-level security keeps GIN indexes unused, so search runs as a role of its own with its own predicate."""
    for table in TABLES:
        fence(table)
    op.execute(
        "CREATE INDEX ix_search_entries_words ON rapport.search_entries"
        " USING gin (workspace_id, to_tsvector('simple'::regconfig, title || ' ' || body))"
    )
    op.execute(
        "CREATE INDEX ix_search_entries_title ON rapport.search_entries"
        " USING gin (workspace_id, title gin_trgm_ops) WHERE thing_type <> 'interaction'"
    )
    op.execute("GRANT SELECT ON rapport.search_entries TO rapport_search")
    op.execute("CREATE POLICY search_sees_all ON rapport.search_entries FOR SELECT TO rapport_search USING (true)")
    op.execute(SEARCH)
    op.execute("GRANT CREATE ON SCHEMA rapport TO rapport_search")
    op.execute(f"ALTER FUNCTION {SEARCH_SIGNATURE} OWNER TO rapport_search")
    op.execute("REVOKE CREATE ON SCHEMA rapport FROM rapport_search")
    op.execute(f"REVOKE ALL ON FUNCTION {SEARCH_SIGNATURE} FROM public")
    op.execute(f"GRANT EXECUTE ON FUNCTION {SEARCH_SIGNATURE} TO rapport_app, rapport_worker")


def unsecure() -> None:
    """Drop the function that reads the tables."""
    op.execute(f"DROP FUNCTION {SEARCH_SIGNATURE}")


SEARCH_SIGNATURE = "rapport.search(uuid, text, text, text[], boolean, uuid[], int)"

# Names tolerate typing errors (pg_trgm word similarity); bodies are found by words, the newest first. `words` is a tsquery.
SEARCH = """
CREATE FUNCTION rapport.search(
  space uuid, needle text, words text, types text[], sees_all boolean, projects uuid[], most int)
RETURNS TABLE (thing_type text, thing_id uuid, title text, body text, updated_at timestamptz, score real)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public SET pg_trgm.word_similarity_threshold = 0.5 AS $$
  WITH named AS (
    SELECT e.thing_id, (1 + word_similarity(needle, e.title))::real AS score
    FROM rapport.search_entries e
    WHERE e.workspace_id = space AND e.thing_type <> 'interaction' AND needle <% e.title
      AND (types IS NULL OR e.thing_type = ANY (types))
      AND (sees_all OR e.restricted_to IS NULL OR e.restricted_to && projects)
    ORDER BY word_similarity(needle, e.title) DESC, e.thing_id DESC LIMIT most
  ), worded AS (
    SELECT e.thing_id, 0.5::real AS score
    FROM rapport.search_entries e
    WHERE words <> '' AND e.workspace_id = space
      AND to_tsvector('simple'::regconfig, e.title || ' ' || e.body) @@ words::tsquery
      AND (types IS NULL OR e.thing_type = ANY (types))
      AND (sees_all OR e.restricted_to IS NULL OR e.restricted_to && projects)
    ORDER BY e.updated_at DESC, e.thing_id DESC LIMIT most
  ), best AS (
    SELECT f.thing_id, max(f.score) AS score FROM (SELECT * FROM named UNION ALL SELECT * FROM worded) f
    GROUP BY f.thing_id ORDER BY max(f.score) DESC, f.thing_id DESC LIMIT most
  )
  SELECT e.thing_type, e.thing_id, e.title, e.body, e.updated_at, best.score
  FROM best JOIN rapport.search_entries e ON e.workspace_id = space AND e.thing_id = best.thing_id
  ORDER BY best.score DESC, e.updated_at DESC, e.thing_id DESC
$$
"""
