"""The event log, the outbox and idempotency keys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.fence import across_workspaces, fence

revision = "0001"
down_revision = None

TABLES = ("consumed_events", "event_positions", "events", "idempotency_keys", "outbox")


def upgrade() -> None:
    create_consumed_events()
    create_event_positions()
    create_events()
    create_idempotency_keys()
    create_outbox()
    secure()


def downgrade() -> None:
    unsecure()
    for table in reversed(TABLES):
        op.drop_table(table, schema="rapport")


def create_consumed_events() -> None:
    op.create_table(
        "consumed_events",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("consumer", sa.Text(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("consumed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "consumer", "event_id", name=op.f("pk_consumed_events")),
        schema="rapport",
    )


def create_event_positions() -> None:
    op.create_table(
        "event_positions",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("position", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "position", name=op.f("pk_event_positions")),
        sa.UniqueConstraint("workspace_id", "event_id", name=op.f("uq_event_positions_workspace_id_event_id")),
        schema="rapport",
    )


def create_events() -> None:
    op.create_table(
        "events",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.UUID(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("follows", sa.UUID(), nullable=True),
        sa.Column("project_id", sa.UUID(), nullable=True),
        sa.Column("is_private", sa.Boolean(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("personal", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_events")),
        schema="rapport",
        postgresql_partition_by="RANGE (id)",
    )
    op.create_index("ix_events_subject", "events", ["workspace_id", "subject_id", "id"], unique=False, schema="rapport")


def create_idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("actor_id", sa.UUID(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_digest", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "actor_id", "route", "key", name=op.f("pk_idempotency_keys")),
        schema="rapport",
    )
    op.create_index(
        "ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"], unique=False, schema="rapport"
    )


def create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("workspace_id", sa.UUID(), nullable=False),
        sa.Column("event_id", sa.UUID(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("numbered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace_id", "event_id", name=op.f("pk_outbox")),
        schema="rapport",
    )
    op.create_index("ix_outbox_published_at", "outbox", ["published_at"], unique=False, schema="rapport")
    op.create_index(
        "ix_outbox_unnumbered",
        "outbox",
        ["event_id"],
        unique=False,
        schema="rapport",
        postgresql_where=sa.text("numbered_at IS NULL"),
    )
    op.create_index(
        "ix_outbox_unpublished",
        "outbox",
        ["event_id"],
        unique=False,
        schema="rapport",
        postgresql_where=sa.text("published_at IS NULL"),
    )


def secure() -> None:
    """The log is append-only for those who serve; only the worker numbers and publishes."""
    op.execute("GRANT USAGE ON SCHEMA rapport TO rapport_app, rapport_worker, rapport_notifier, rapport_search")
    op.execute("GRANT SELECT ON rapport.alembic_version TO rapport_app, rapport_worker")
    fence("events", app="SELECT, INSERT", worker="SELECT, INSERT")
    fence("outbox", app="SELECT, INSERT")
    fence("event_positions", app="SELECT", worker="SELECT, INSERT")
    fence("consumed_events", app="SELECT")
    fence("idempotency_keys")
    for table in ("events", "outbox", "event_positions", "consumed_events", "idempotency_keys"):
        across_workspaces(table, "rapport_worker")
    op.execute("GRANT SELECT ON rapport.consumed_events TO rapport_notifier")
    across_workspaces("consumed_events", "rapport_notifier")
    for statement in (MAKE_PARTITIONS, ENVELOPES, UNPUBLISHED, SEEN_RECEIPTS, NUMBER_EVENTS, NOTIFY_OUTBOX):
        op.execute(statement)
    op.execute("CREATE TRIGGER notify_outbox AFTER INSERT ON rapport.outbox EXECUTE FUNCTION rapport.notify_outbox()")
    op.execute("GRANT SELECT ON rapport.envelopes TO rapport_app, rapport_worker")
    op.execute("GRANT SELECT ON rapport.unpublished_events TO rapport_worker")
    op.execute("GRANT SELECT ON rapport.seen_receipts TO rapport_notifier")
    op.execute("REVOKE ALL ON FUNCTION rapport.make_event_partitions(int) FROM public")
    op.execute("GRANT EXECUTE ON FUNCTION rapport.make_event_partitions(int) TO rapport_worker")
    op.execute("SELECT rapport.make_event_partitions(3)")


def unsecure() -> None:
    """Drop what stands on the tables."""
    for view in ("seen_receipts", "unpublished_events", "envelopes"):
        op.execute(f"DROP VIEW rapport.{view}")
    op.execute("DROP TRIGGER notify_outbox ON rapport.outbox")
    for function in ("make_event_partitions(int)", "number_events(int)", "notify_outbox()"):
        op.execute(f"DROP FUNCTION rapport.{function}")


# A UUIDv7 begins with 48 bits of milliseconds (RFC 9562), so a month is a range of ids. The first partition is open downwards.
MAKE_PARTITIONS = """
CREATE FUNCTION rapport.make_event_partitions(ahead int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  month timestamptz := date_trunc('month', now(), 'UTC');
  first boolean := to_regclass('rapport.events_first') IS NULL;
  name text; lower_bound text; upper_bound text;
BEGIN
  FOR step IN 0..ahead LOOP
    name := CASE WHEN first AND step = 0 THEN 'events_first'
            ELSE to_char((month + make_interval(months => step)) AT TIME ZONE 'UTC', '"events_"YYYY_MM') END;
    lower_bound := lpad(to_hex((extract(epoch FROM month + make_interval(months => step)) * 1000)::bigint), 12, '0') || '70008000000000000000';
    upper_bound := lpad(to_hex((extract(epoch FROM month + make_interval(months => step + 1)) * 1000)::bigint), 12, '0') || '70008000000000000000';
    CONTINUE WHEN to_regclass('rapport.' || name) IS NOT NULL;
    BEGIN
      IF name = 'events_first' THEN
        EXECUTE format('CREATE TABLE rapport.%I PARTITION OF rapport.events FOR VALUES FROM (MINVALUE) TO (%L)', name, upper_bound::uuid);
      ELSE
        EXECUTE format('CREATE TABLE rapport.%I PARTITION OF rapport.events FOR VALUES FROM (%L) TO (%L)', name, lower_bound::uuid, upper_bound::uuid);
      END IF;
      EXECUTE format('ALTER TABLE rapport.%I ENABLE ROW LEVEL SECURITY', name);
      EXECUTE format('ALTER TABLE rapport.%I FORCE ROW LEVEL SECURITY', name);
    EXCEPTION WHEN invalid_object_definition OR duplicate_table THEN NULL;
    END;
  END LOOP;
END $$
"""

ENVELOPES = """
CREATE VIEW rapport.envelopes WITH (security_invoker = true) AS
SELECT p.position, e.workspace_id, e.id AS event_id, e.type, e.project_id, e.is_private, e.subject_id,
  jsonb_build_object('id', e.id, 'type', e.type, 'version', e.version,
    'occurred_at', to_char(timezone('UTC', e.occurred_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'workspace_id', e.workspace_id, 'actor', e.actor,
    'subject', jsonb_build_object('kind', e.subject_kind, 'id', e.subject_id),
    'sequence', e.sequence, 'position', p.position, 'correlation_id', e.correlation_id, 'follows', e.follows,
    'project_id', e.project_id, 'is_private', e.is_private, 'data', e.data, 'personal', e.personal) AS envelope
FROM rapport.event_positions p
JOIN rapport.events e ON e.workspace_id = p.workspace_id AND e.id = p.event_id
"""

UNPUBLISHED = """
CREATE VIEW rapport.unpublished_events WITH (security_invoker = true) AS
SELECT v.position, v.workspace_id, v.event_id, v.type, v.envelope
FROM rapport.outbox o
JOIN rapport.envelopes v ON v.workspace_id = o.workspace_id AND v.event_id = o.event_id
WHERE o.published_at IS NULL AND o.numbered_at IS NOT NULL
"""

SEEN_RECEIPTS = """
CREATE VIEW rapport.seen_receipts WITH (security_invoker = true) AS
SELECT event_id, workspace_id, consumed_at AS seen_at FROM rapport.consumed_events WHERE consumer = 'receipts'
"""

# Called by the one elected relay, after commits: only so do positions grow in the order in which readers can see them.
NUMBER_EVENTS = """
CREATE FUNCTION rapport.number_events(most int) RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE numbered int; spaces text;
BEGIN
  WITH waiting AS (
    SELECT workspace_id, event_id FROM rapport.outbox WHERE numbered_at IS NULL
    ORDER BY event_id LIMIT most FOR UPDATE SKIP LOCKED
  ), placed AS (
    INSERT INTO rapport.event_positions (workspace_id, event_id)
    SELECT workspace_id, event_id FROM waiting ORDER BY event_id ON CONFLICT (workspace_id, event_id) DO NOTHING
  ), marked AS (
    UPDATE rapport.outbox o SET numbered_at = now() FROM waiting w
    WHERE o.workspace_id = w.workspace_id AND o.event_id = w.event_id RETURNING o.workspace_id
  )
  SELECT count(*), string_agg(DISTINCT workspace_id::text, ',') INTO numbered, spaces FROM marked;
  IF numbered > 0 THEN
    PERFORM pg_notify('rapport_positions', CASE WHEN length(spaces) < 7000 THEN spaces ELSE '' END);
  END IF;
  RETURN numbered;
END $$
"""

NOTIFY_OUTBOX = """
CREATE FUNCTION rapport.notify_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('rapport_outbox', '');
  RETURN NULL;
END $$
"""
