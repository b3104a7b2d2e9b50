"""Erasing what a closed workspace held, in batches, by a function that can do nothing to an open one.

The serving roles may not delete events, nor accounts; the owner of the tables may, and this function is the one way to
ask it to. Which tables there are it reads from the catalog, so a later one is erased like the others.
"""

import sqlalchemy as sa
from alembic import op

revision = "0102"
down_revision = "0101"

ROUTINES = ("erase_closed_workspace(uuid, boolean, integer)", "demo_standing()")


def upgrade() -> None:
    op.alter_column("workspaces", "created_by", nullable=True, schema="rapport")
    op.add_column("workspaces", sa.Column("closing_event_id", sa.UUID(), nullable=True), schema="rapport")
    op.add_column("workspaces", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True), schema="rapport")
    for statement in (ERASE, DEMO_STANDING):
        op.execute(statement)
    for routine in ROUTINES:
        op.execute(f"REVOKE ALL ON FUNCTION rapport.{routine} FROM public")
        op.execute(f"GRANT EXECUTE ON FUNCTION rapport.{routine} TO rapport_worker")


def downgrade() -> None:
    for routine in ROUTINES:
        op.execute(f"DROP FUNCTION rapport.{routine}")
    # Of an erased workspace there is nothing left that an earlier version could show.
    op.execute("DELETE FROM rapport.workspaces WHERE created_by IS NULL")
    op.drop_column("workspaces", "erased_at", schema="rapport")
    op.drop_column("workspaces", "closing_event_id", schema="rapport")
    op.alter_column("workspaces", "created_by", nullable=False, schema="rapport")


# Deletes up to `most` rows of a closed workspace; returns how many, 0 when nothing is left, NULL while another worker is
# at it or where it is not closed. A table comes before those that its foreign keys lead to, so that no cascade does the
# work of many batches in one. What says that it was closed stays until the notifier has heard it (`is_heard`). With the
# last of the members go the accounts that belong to no other workspace; locking them first makes somebody who is just
# joining another one visible to the question that follows.
ERASE = """
CREATE FUNCTION rapport.erase_closed_workspace(space uuid, is_heard boolean, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
  closing uuid; place record; gone integer; erased integer := 0; people uuid[];
BEGIN
  SELECT w.closing_event_id INTO closing FROM rapport.workspaces w
  WHERE w.id = space AND w.closed_at IS NOT NULL FOR UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE rapport.workspaces w SET name = '', created_by = NULL
  WHERE w.id = space AND (w.name <> '' OR w.created_by IS NOT NULL);
  FOR place IN
    WITH RECURSIVE direct AS (
      SELECT f.conrelid AS below, f.confrelid AS above FROM pg_constraint f
      WHERE f.contype = 'f' AND f.conrelid <> f.confrelid
    ), standing AS (
      SELECT below, above FROM direct UNION
      SELECT s.below, l.above FROM standing s JOIN direct l ON l.below = s.above
    )
    SELECT c.oid::regclass::text AS name, CASE c.relkind WHEN 'p' THEN 'id' ELSE 'ctid' END AS handle,
      CASE c.relname WHEN 'events' THEN 'id' WHEN 'outbox' THEN 'event_id' WHEN 'event_positions' THEN 'event_id' END
        AS said_in
    FROM pg_class c
    WHERE c.relnamespace = 'rapport'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND EXISTS (SELECT FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped)
    ORDER BY (SELECT count(*) FROM standing s WHERE s.below = c.oid) DESC, c.relname
  LOOP
    IF place.name = 'rapport.members' THEN
      people := ARRAY(SELECT m.user_id FROM rapport.members m WHERE m.workspace_id = space LIMIT most - erased);
      DELETE FROM rapport.members m WHERE m.workspace_id = space AND m.user_id = ANY (people);
      GET DIAGNOSTICS gone = ROW_COUNT;
      PERFORM FROM rapport.users u WHERE u.id = ANY (people) ORDER BY u.id FOR UPDATE;
      DELETE FROM rapport.users u WHERE u.id = ANY (people)
        AND NOT EXISTS (SELECT FROM rapport.members m WHERE m.user_id = u.id)
        AND NOT EXISTS (SELECT FROM rapport.workspaces w WHERE w.created_by = u.id);
      UPDATE rapport.users u SET last_workspace_id = NULL WHERE u.id = ANY (people) AND u.last_workspace_id = space;
    ELSE
      EXECUTE format(
        'DELETE FROM %1$s WHERE workspace_id = $1 AND %2$I = ANY (ARRAY('
        'SELECT %2$I FROM %1$s WHERE workspace_id = $1 %3$s LIMIT $2))', place.name, place.handle,
        CASE WHEN place.said_in IS NULL OR is_heard THEN '' ELSE format('AND %I IS DISTINCT FROM $3', place.said_in) END)
      USING space, most - erased, closing;
      GET DIAGNOSTICS gone = ROW_COUNT;
    END IF;
    erased := erased + gone;
    EXIT WHEN erased >= most;
  END LOOP;
  IF erased = 0 AND is_heard THEN
    UPDATE rapport.workspaces w SET erased_at = now(), closing_event_id = NULL WHERE w.id = space AND w.erased_at IS NULL;
  END IF;
  RETURN erased;
END $$
"""

# For the demo's loader, which works before any workspace is known: what became of the demo here.
DEMO_STANDING = """
CREATE FUNCTION rapport.demo_standing() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT CASE WHEN count(*) = 0 THEN 'absent' WHEN bool_or(w.closed_at IS NULL) THEN 'loaded'
    WHEN bool_or(w.erased_at IS NULL) THEN 'leaving' ELSE 'removed' END
  FROM rapport.workspaces w WHERE w.is_demo
$$
"""
