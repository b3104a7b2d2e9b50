"""Threads of mails that were recorded over the API: their Message-IDs lead to them, so that answers find them."""

from alembic import op

revision = "0106"
down_revision = "0105"


def upgrade() -> None:
    # Mails that were read have a content digest, and their ids are remembered since. What an id leads to stays.
    op.execute(
        "INSERT INTO rapport.thread_messages (workspace_id, message_id_hash, thread_id)"
        " SELECT DISTINCT ON (1, 2) workspace_id, sha256(convert_to(trim(external_id, '<> '), 'UTF8')), thread_id"
        " FROM rapport.interactions WHERE channel = 'email' AND content_digest IS NULL"
        r" AND external_id ~ '^<?[^\s<>@]+@[^\s<>@]+>?$' ORDER BY 1, 2, id"
        " ON CONFLICT (workspace_id, message_id_hash) DO NOTHING"
    )


def downgrade() -> None:
    # An earlier version reads the same rows.
    pass
