"""The notifier's own schema: inbox, outbox, projections, ledger of deliveries, dead letters.

No foreign key leads into or out of it; it learns of the world through events alone.
"""

from alembic import op

revision = "0090"
down_revision = "0008"

TABLES = (
    """
    CREATE TABLE notifier.inbox (
      workspace_id uuid NOT NULL,
      event_id uuid NOT NULL,
      type text NOT NULL,
      seen_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT pk_inbox PRIMARY KEY (workspace_id, event_id)
    )
    """,
    # Attempts are counted here and not by the broker, whose count dies with its consumer.
    """
    CREATE TABLE notifier.failures (
      workspace_id uuid NOT NULL,
      event_id uuid NOT NULL,
      attempts integer NOT NULL DEFAULT 1,
      last_error text NOT NULL,
      failed_at timestamptz NOT NULL DEFAULT now(),
      CONSTRAINT pk_failures PRIMARY KEY (workspace_id, event_id)
    )
    """,
    """
    CREATE TABLE notifier.outbox (
      workspace_id uuid NOT NULL,
      event_id uuid NOT NULL,
      type text NOT NULL,
      envelope jsonb NOT NULL,
      position bigint,
      created_at timestamptz NOT NULL DEFAULT now(),
      published_at timestamptz,
      CONSTRAINT pk_outbox PRIMARY KEY (workspace_id, event_id)
    )
    """,
    """
    CREATE TABLE notifier.dead_letters (
      workspace_id uuid NOT NULL,
      event_id uuid NOT NULL,
      type text NOT NULL,
      correlation_id text NOT NULL,
      payload bytea NOT NULL,
      error text NOT NULL,
      attempts integer NOT NULL,
      parked_at timestamptz NOT NULL DEFAULT now(),
      replayed_at timestamptz,
      CONSTRAINT pk_dead_letters PRIMARY KEY (workspace_id, event_id)
    )
    """,
    """
    CREATE TABLE notifier.members (
      workspace_id uuid NOT NULL,
      user_id uuid NOT NULL,
      name text NOT NULL,
      email text NOT NULL,
      role text NOT NULL,
      wants_email boolean NOT NULL,
      is_active boolean NOT NULL,
      position bigint NOT NULL,
      CONSTRAINT pk_members PRIMARY KEY (workspace_id, user_id)
    )
    """,
    """
    CREATE TABLE notifier.customers (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      owner_id uuid,
      is_deleted boolean NOT NULL DEFAULT false,
      position bigint NOT NULL,
      CONSTRAINT pk_customers PRIMARY KEY (workspace_id, id)
    )
    """,
    """
    CREATE TABLE notifier.projects (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      name text NOT NULL,
      status text NOT NULL,
      customer_ids uuid[] NOT NULL,
      manager_id uuid,
      is_private boolean NOT NULL,
      is_deleted boolean NOT NULL DEFAULT false,
      position bigint NOT NULL,
      CONSTRAINT pk_projects PRIMARY KEY (workspace_id, id)
    )
    """,
    """
    CREATE TABLE notifier.project_members (
      workspace_id uuid NOT NULL,
      project_id uuid NOT NULL,
      user_id uuid NOT NULL,
      is_member boolean NOT NULL,
      position bigint NOT NULL,
      CONSTRAINT pk_project_members PRIMARY KEY (workspace_id, project_id, user_id)
    )
    """,
    """
    CREATE TABLE notifier.deliveries (
      workspace_id uuid NOT NULL,
      id uuid NOT NULL,
      event_id uuid NOT NULL,
      event_type text NOT NULL,
      recipient_id uuid NOT NULL,
      channel text NOT NULL,
      status text NOT NULL DEFAULT 'pending',
      attempts integer NOT NULL DEFAULT 0,
      due_at timestamptz NOT NULL DEFAULT now(),
      notice jsonb NOT NULL,
      project_id uuid,
      is_private boolean NOT NULL DEFAULT false,
      correlation_id text NOT NULL,
      message_id text,
      last_error text,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      version integer NOT NULL DEFAULT 1,
      CONSTRAINT pk_deliveries PRIMARY KEY (workspace_id, id),
      CONSTRAINT uq_deliveries_event_recipient_channel UNIQUE (workspace_id, event_id, recipient_id, channel),
      CONSTRAINT ck_deliveries_status CHECK (status IN ('pending', 'sent', 'failed', 'withheld'))
    )
    """,
)

INDEXES = (
    "CREATE INDEX ix_outbox_unnumbered ON notifier.outbox (created_at) WHERE position IS NULL",
    "CREATE INDEX ix_outbox_unpublished ON notifier.outbox (position) WHERE published_at IS NULL",
    "CREATE INDEX ix_outbox_published_at ON notifier.outbox (published_at)",
    "CREATE INDEX ix_inbox_seen_at ON notifier.inbox (seen_at)",
    "CREATE INDEX ix_deliveries_due ON notifier.deliveries (channel, due_at) WHERE status = 'pending'",
    "CREATE INDEX ix_deliveries_updated_at ON notifier.deliveries (updated_at) WHERE status <> 'pending'",
    "CREATE INDEX ix_projects_customer_ids ON notifier.projects USING gin (customer_ids)",
)

ROUTINES = (
    "CREATE SEQUENCE notifier.outbox_position",
    """
    CREATE FUNCTION notifier.number_events(most integer) RETURNS integer LANGUAGE sql AS $$
      WITH chosen AS (
        SELECT workspace_id, event_id FROM notifier.outbox WHERE position IS NULL
        ORDER BY created_at, event_id LIMIT most FOR UPDATE SKIP LOCKED
      ), ranked AS (
        SELECT workspace_id, event_id, nextval('notifier.outbox_position') AS position
        FROM (SELECT * FROM chosen ORDER BY event_id) c
      ), numbered AS (
        UPDATE notifier.outbox o SET position = r.position FROM ranked r
        WHERE o.workspace_id = r.workspace_id AND o.event_id = r.event_id RETURNING 1
      )
      SELECT count(*)::integer FROM numbered
    $$
    """,
    """
    CREATE VIEW notifier.unpublished_events WITH (security_invoker = true) AS
      SELECT position, workspace_id, event_id, type, envelope FROM notifier.outbox
      WHERE published_at IS NULL AND position IS NOT NULL
    """,
    """
    CREATE VIEW notifier.seen_events WITH (security_invoker = true) AS
      SELECT event_id, workspace_id, seen_at FROM notifier.inbox
    """,
    """
    CREATE FUNCTION notifier.wake() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM pg_notify(TG_ARGV[0], '');
      RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER outbox_wakes AFTER INSERT ON notifier.outbox
      FOR EACH STATEMENT EXECUTE FUNCTION notifier.wake('notifier_outbox')
    """,
    """
    CREATE TRIGGER deliveries_wake AFTER INSERT ON notifier.deliveries
      FOR EACH STATEMENT EXECUTE FUNCTION notifier.wake('notifier_deliveries')
    """,
)

TENANT_TABLES = (
    "inbox",
    "failures",
    "outbox",
    "dead_letters",
    "members",
    "customers",
    "projects",
    "project_members",
    "deliveries",
)

# The notifier takes in and sends for every workspace and acts for no member, so its policy names no workspace; every
# statement of its own still has the workspace in its keys. The owner needs one too, or a backfill changes 0 rows.
POLICIES = (
    "ALTER TABLE notifier.{table} ENABLE ROW LEVEL SECURITY",
    "ALTER TABLE notifier.{table} FORCE ROW LEVEL SECURITY",
    "CREATE POLICY notifier_serves_all ON notifier.{table} TO rapport_notifier USING (true) WITH CHECK (true)",
    "CREATE POLICY owner_migrates ON notifier.{table} TO rapport_owner USING (true) WITH CHECK (true)",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON notifier.{table} TO rapport_notifier",
)

GRANTS = (
    "GRANT USAGE ON SCHEMA notifier TO rapport_notifier, rapport_worker",
    "GRANT USAGE ON SEQUENCE notifier.outbox_position TO rapport_notifier",
    "REVOKE ALL ON FUNCTION notifier.number_events(integer) FROM PUBLIC",
    "GRANT EXECUTE ON FUNCTION notifier.number_events(integer) TO rapport_notifier",
    "GRANT SELECT ON notifier.unpublished_events, notifier.seen_events TO rapport_notifier",
    # The API's reconciler compares all workspaces' events with what was seen, and may read no more than that.
    "CREATE POLICY worker_compares ON notifier.inbox FOR SELECT TO rapport_worker USING (true)",
    "GRANT SELECT (event_id, workspace_id, seen_at) ON notifier.inbox TO rapport_worker",
    "GRANT SELECT ON notifier.seen_events TO rapport_worker",
)


def upgrade() -> None:
    """Make everything in schema `notifier`."""
    for statement in (*TABLES, *INDEXES, *ROUTINES):
        op.execute(statement)
    for table in TENANT_TABLES:
        for policy in POLICIES:
            op.execute(policy.format(table=table))
    for grant in GRANTS:
        op.execute(grant)


def downgrade() -> None:
    """Remove everything in it; the schema itself stands before the first migration."""
    op.execute("DROP VIEW notifier.unpublished_events, notifier.seen_events")
    op.execute("DROP FUNCTION notifier.number_events(integer)")
    for table in TENANT_TABLES:
        op.execute(f"DROP TABLE notifier.{table}")
    op.execute("DROP FUNCTION notifier.wake()")
    op.execute("DROP SEQUENCE notifier.outbox_position")
    op.execute("REVOKE USAGE ON SCHEMA notifier FROM rapport_notifier, rapport_worker")
