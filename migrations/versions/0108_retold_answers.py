"""An answer that is told again is shown on every request that told of it, and each of them leaves the queue with it."""

from alembic import op

revision = "0108"
down_revision = "0107"


def upgrade() -> None:
    op.execute("ALTER TABLE rapport.survey_responses ADD other_message_ids uuid[] NOT NULL DEFAULT '{}'")
    op.execute("ALTER TABLE rapport.inbound_messages ADD survey_response_ids uuid[] NOT NULL DEFAULT '{}'")
    op.execute(
        "UPDATE rapport.inbound_messages m SET survey_response_ids = told.ids FROM"
        " (SELECT workspace_id, inbound_message_id, array_agg(id ORDER BY id) ids FROM rapport.survey_responses"
        " WHERE inbound_message_id IS NOT NULL GROUP BY 1, 2) told"
        " WHERE m.workspace_id = told.workspace_id AND m.id = told.inbound_message_id"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE rapport.inbound_messages DROP survey_response_ids")
    op.execute("ALTER TABLE rapport.survey_responses DROP other_message_ids")
