"""What must stand before the first migration: the roles, the schemas, and the extensions."""

from sqlalchemy import Connection, text

ROLES = ("rapport_owner", "rapport_app", "rapport_worker", "rapport_search", "rapport_notifier")
SCHEMAS = ("rapport", "notifier")
EXTENSIONS = ("pg_trgm", "btree_gin")


def prepare(connection: Connection) -> None:
    """Create what is missing and become `rapport_owner`; needs CREATEROLE only on the first run."""
    held = connection.execute(text("SELECT rolname FROM pg_roles WHERE rolname = ANY(:names)"), {"names": list(ROLES)})
    existing = {row.rolname for row in held}
    for role in ROLES:
        if role not in existing:
            connection.execute(text(f"CREATE ROLE {role} NOLOGIN"))
        connection.execute(text(_grant_missing(role)))
    for schema in SCHEMAS:
        connection.execute(text(_create_schema(schema)))
    connection.execute(text("GRANT rapport_search TO rapport_owner WITH SET TRUE"))
    for extension in EXTENSIONS:
        connection.execute(text(f"CREATE EXTENSION IF NOT EXISTS {extension} SCHEMA public"))
    connection.execute(text("SET ROLE rapport_owner"))


def _grant_missing(role: str) -> str:
    return f"""DO $$ BEGIN
      IF NOT pg_has_role(current_user, '{role}', 'SET') THEN
        EXECUTE format('GRANT {role} TO %I WITH SET TRUE, INHERIT TRUE', current_user);
      END IF;
    END $$"""


def _create_schema(schema: str) -> str:
    return f"""DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = '{schema}') THEN
        EXECUTE 'CREATE SCHEMA {schema} AUTHORIZATION rapport_owner';
      END IF;
    END $$"""
