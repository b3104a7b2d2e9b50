"""Instants at either end of the calendar come into the years that the API takes.

PostgreSQL holds what Python cannot say: whoever touched such a row failed, and pages ended at it.
"""

from alembic import op

revision = "0107"
down_revision = "0106"

GIVEN = {
    "interactions": "occurred_at",
    "timeline_entries": "occurred_at",
    "customers": "last_interaction_at",
    "survey_responses": "submitted_at",
    "api_keys": "expires_at",
}
FIRST, LAST = "1900-01-01T00:00:00Z", "2199-12-31T23:59:59Z"


def upgrade() -> None:
    for table, column in GIVEN.items():
        op.execute(
            f"UPDATE rapport.{table} SET {column} = least(greatest({column}, '{FIRST}'), '{LAST}')"
            f" WHERE {column} < '{FIRST}' OR {column} > '{LAST}'"
        )


def downgrade() -> None:
    # What they were before could not be read.
    pass
