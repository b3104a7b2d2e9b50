"""Digests: many mails for one person as one."""

from alembic import op

revision = "0095"
down_revision = "0094"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE notifier.deliveries ADD COLUMN may_be_digested boolean NOT NULL DEFAULT false,"
        " ADD COLUMN digest_id uuid, DROP CONSTRAINT ck_deliveries_status,"
        " ADD CONSTRAINT ck_deliveries_status"
        " CHECK (status IN ('pending', 'sent', 'failed', 'withheld', 'digested')),"
        " ADD CONSTRAINT ck_deliveries_digest CHECK ((status = 'digested') = (digest_id IS NOT NULL))"
    )
    op.execute(
        "CREATE INDEX ix_deliveries_digest ON notifier.deliveries (workspace_id, digest_id) WHERE digest_id IS NOT NULL"
    )
    op.execute(
        "CREATE INDEX ix_deliveries_crowd ON notifier.deliveries (channel, workspace_id, recipient_id)"
        " WHERE status = 'pending' AND may_be_digested"
    )


def downgrade() -> None:
    op.execute("DROP INDEX notifier.ix_deliveries_crowd, notifier.ix_deliveries_digest")
    # What was digested has its mail; an earlier version knows no such word for it.
    op.execute(
        "ALTER TABLE notifier.deliveries DROP CONSTRAINT ck_deliveries_digest, DROP CONSTRAINT ck_deliveries_status"
    )
    op.execute("UPDATE notifier.deliveries SET status = 'sent' WHERE status = 'digested'")
    op.execute(
        "ALTER TABLE notifier.deliveries DROP COLUMN may_be_digested, DROP COLUMN digest_id,"
        " ADD CONSTRAINT ck_deliveries_status CHECK (status IN ('pending', 'sent', 'failed', 'withheld'))"
    )
