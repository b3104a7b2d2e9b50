"""Alembic's entry: runs inside the connection that `services.api.migrate` opened."""

from collections.abc import Mapping
from typing import Any

from alembic import context
from sqlalchemy import Connection

from services.api import models

OWN_SCHEMA = "rapport"
HAND_WRITTEN_INDEXES = frozenset({"ix_search_entries_words", "ix_search_entries_title"})


def include_name(name: str | None, kind: str, _parents: Mapping[Any, str | None]) -> bool:
    """Compare schema `rapport` only; the notifier has no mapped tables."""
    if kind == "schema":
        return name == OWN_SCHEMA
    if kind == "index":
        return name not in HAND_WRITTEN_INDEXES
    if kind == "table":
        return name != "alembic_version" and not (name or "").startswith("events_")
    return True


def run(connection: Connection) -> None:
    """Configure and run."""
    context.configure(
        connection=connection,
        target_metadata=models.metadata,
        version_table_schema=OWN_SCHEMA,
        include_schemas=True,
        include_name=include_name,
        transaction_per_migration=False,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
