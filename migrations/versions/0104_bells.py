"""The bell in the product is entered into the ledger as sent; nobody claims what waited for that any more."""

from alembic import op

revision = "0104"
down_revision = "0103"


def upgrade() -> None:
    # Unseen again, their events come once more, and what was entered for them by other channels stays as it is.
    op.execute(
        "WITH waiting AS (DELETE FROM notifier.deliveries WHERE channel = 'in_app' AND status = 'pending'"
        "   RETURNING workspace_id, event_id)"
        " DELETE FROM notifier.inbox i USING waiting w"
        " WHERE i.workspace_id = w.workspace_id AND i.event_id = w.event_id"
    )


def downgrade() -> None:
    """An earlier notifier finds nothing to claim, and enters what comes by itself."""
