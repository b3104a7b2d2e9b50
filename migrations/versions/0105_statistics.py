"""No statistics of what no condition asks for.

Fast-growing tables are analyzed every minute, and much of that time goes into comparing JSON documents and bodies of
mails with one another.
"""

from alembic import op

revision = "0105"
down_revision = "0104"

ONLY_READ = {
    "rapport.events": ("actor", "data", "personal"),
    "rapport.inbound_messages": ("headers", "body", "mail_events"),
    "rapport.interactions": ("text", "text_full", "html", "snippet"),
    "rapport.search_entries": ("body",),
    "rapport.timeline_entries": ("summary",),
    "rapport.notifications": ("title", "body"),
    "rapport.survey_responses": ("answers", "hidden", "variables", "comment"),
    "notifier.deliveries": ("notice",),
    "notifier.outbox": ("envelope",),
}

# As in 0001, and a new month keeps no statistics of its documents either.
MAKE_PARTITIONS = """
CREATE OR REPLACE FUNCTION rapport.make_event_partitions(ahead int) RETURNS void
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
      EXECUTE format('ALTER TABLE rapport.%I ALTER actor SET STATISTICS 0, ALTER data SET STATISTICS 0,'
        ' ALTER personal SET STATISTICS 0', name);
    EXCEPTION WHEN invalid_object_definition OR duplicate_table THEN NULL;
    END;
  END LOOP;
END $$
"""


def upgrade() -> None:
    _set("0")
    op.execute(MAKE_PARTITIONS)


def downgrade() -> None:
    # The function stays: what it makes is as good with the earlier version.
    _set("DEFAULT")


def _set(target: str) -> None:
    for table, columns in ONLY_READ.items():
        op.execute(f"ALTER TABLE {table} " + ", ".join(f"ALTER {column} SET STATISTICS {target}" for column in columns))
