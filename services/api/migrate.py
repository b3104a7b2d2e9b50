"""Bring the database to the newest migration: `python -m services.api.migrate`."""

import asyncio
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from migrations.bootstrap import prepare
from services.kit.database import plain_url
from services.kit.settings import ConfigurationError, load_settings

ROOT = Path(__file__).resolve().parents[2]
MIGRATION_LOCK = 7_205_759_403


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    return config


def migrate(connection: Connection, target: str = "head") -> None:
    """Migrate in one transaction; several processes may start at once, one of them works."""
    connection.execute(text("SET lock_timeout = '10s'"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
    prepare(connection)
    config = configuration(connection)
    current = MigrationContext.configure(connection, opts={"version_table_schema": "rapport"}).get_current_revision()
    if target.startswith("base") or (current is not None and target.startswith("-")):
        command.downgrade(config, target)
    else:
        command.upgrade(config, target)


def migration_engine(url: str) -> AsyncEngine:
    """An engine whose default schema is `public`, though the login role may bear the name of one of our schemas."""
    return create_async_engine(
        plain_url(url).replace("postgresql://", "postgresql+asyncpg://", 1),
        hide_parameters=True,
        connect_args={"server_settings": {"search_path": "public"}},
    )


async def migrate_url(url: str, target: str = "head") -> None:
    """Migrate the database at `url`."""
    engine = migration_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(migrate, target)
    finally:
        await engine.dispose()


def main() -> int:
    """Run from the command line; one sentence and a non-zero status on failure."""
    try:
        asyncio.run(migrate_url(load_settings().database_url))
    except ConfigurationError as error:
        print(f"The configuration is wrong: {error}", file=sys.stderr)
    except (OSError, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        print(f"The database at DATABASE_URL could not be migrated: {reason}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
