"""What PostgreSQL's catalog says about fences between workspaces: each function returns what breaks a rule."""

from typing import Any

import asyncpg

SCHEMAS = ["rapport", "notifier"]
SERVING_ROLES = ["rapport_app", "rapport_worker", "rapport_notifier", "rapport_search"]

#: Tables without a workspace, each with the reason.
WITHOUT_WORKSPACE = {
    "rapport.alembic_version": "the revision of the schema",
    "rapport.users": "a person is one in all their workspaces; members carry the workspace",
    "rapport.workspaces": "the workspace itself, fenced by its own id",
    "rapport.password_resets": "belongs to a person, who is one in all their workspaces; holds digests only",
    "rapport.throttles": "counts attempts to sign in, before a workspace is known; holds digests only",
}
#: Policies that see past one workspace, each with the reason.
ACROSS_WORKSPACES = {
    ("rapport.events", "rapport_worker"): "the relay reads what every workspace has to publish",
    ("rapport.outbox", "rapport_worker"): "the relay claims and marks what every workspace has to publish",
    ("rapport.event_positions", "rapport_worker"): "the relay numbers the events of every workspace",
    ("rapport.consumed_events", "rapport_worker"): "the consumer's inbox is asked before the workspace is entered",
    ("rapport.consumed_events", "rapport_notifier"): "the notifier's reconciler asks which receipts were seen",
    ("rapport.idempotency_keys", "rapport_worker"): "keys older than a day are forgotten everywhere",
    ("rapport.inbound_messages", "rapport_worker"): "the worker claims messages of every workspace",
    ("rapport.search_entries", "rapport_search"): "the search function carries its own workspace predicate",
    ("notifier.inbox", "rapport_worker"): "the API's reconciler asks which events were seen",
    ("rapport.workspaces", "rapport_worker"): "shows those that are closed, and no other: nothing of them is claimed",
    ("notifier.closed_workspaces", "rapport_worker"): "the API asks of which workspaces the notifier has let go",
}
#: Unique constraints that do not begin with the workspace, each with the reason.
GLOBALLY_UNIQUE = {
    "rapport.pk_alembic_version": "one revision",
    "rapport.alembic_version_pkc": "one revision",
    "rapport.pk_users": "people are global",
    "rapport.uq_users_email": "one account per address",
    "rapport.pk_workspaces": "the workspace itself",
    "rapport.pk_password_resets": "one link per person",
    "rapport.uq_password_resets_token_hash": "a link is found before anybody is known",
    "rapport.pk_throttles": "digests of what is counted",
}

TABLES = """
SELECT n.nspname || '.' || c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS is_fenced,
  pg_get_userbyid(c.relowner) AS owner, c.relispartition AS is_partition,
  EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped)
    AS has_workspace,
  EXISTS (SELECT FROM aclexplode(c.relacl) g WHERE g.grantee::regrole::text = ANY($2)) AS is_granted
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p') ORDER BY 1
"""
POLICIES = """
SELECT n.nspname || '.' || c.relname AS table_name, r::regrole::text AS role, p.polname AS name,
  coalesce(pg_get_expr(p.polqual, p.polrelid), '') AS visible,
  coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') AS written
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace,
  unnest(p.polroles) r
WHERE n.nspname = ANY($1) ORDER BY 1, 2
"""
VIEWS = """
SELECT n.nspname || '.' || c.relname AS name, coalesce(c.reloptions::text[], '{}') AS options
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = ANY($1) AND c.relkind IN ('v', 'm')
"""
FOREIGN_KEYS = """
SELECT f.conrelid::regclass::text || ' ' || f.conname AS name, pg_get_constraintdef(f.oid) AS definition,
  a.nspname AS from_schema, b.nspname AS to_schema,
  (SELECT array_agg(t.attname ORDER BY k.place) FROM unnest(f.conkey) WITH ORDINALITY k(number, place)
    JOIN pg_attribute t ON t.attrelid = f.conrelid AND t.attnum = k.number) AS columns,
  (SELECT array_agg(t.attname ORDER BY k.place) FROM unnest(f.confkey) WITH ORDINALITY k(number, place)
    JOIN pg_attribute t ON t.attrelid = f.confrelid AND t.attnum = k.number) AS targets,
  EXISTS (SELECT FROM pg_attribute t WHERE t.attrelid = f.confrelid AND t.attname = 'workspace_id') AS is_to_tenant
FROM pg_constraint f JOIN pg_class x ON x.oid = f.conrelid JOIN pg_namespace a ON a.oid = x.relnamespace
JOIN pg_class y ON y.oid = f.confrelid JOIN pg_namespace b ON b.oid = y.relnamespace
WHERE f.contype = 'f' AND a.nspname = ANY($1)
"""
UNIQUE_INDEXES = """
SELECT n.nspname || '.' || c.relname AS name, t.relispartition AS is_partition,
  (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[0]) AS first
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indisunique AND n.nspname = ANY($1)
"""
ROLES = """
SELECT rolname AS name FROM pg_roles
WHERE rolname = ANY($1) AND (rolsuper OR rolbypassrls OR rolcanlogin OR rolcreaterole OR rolcreatedb)
"""


async def unfenced_tables(connection: asyncpg.Connection) -> list[str]:
    """Tables without forced row-level security, without a workspace, or owned by a role that serves."""
    found = []
    for table in await connection.fetch(TABLES, SCHEMAS, SERVING_ROLES):
        name = table["name"]
        if not table["has_workspace"] and name not in WITHOUT_WORKSPACE:
            found.append(f"{name} has no workspace_id")
        if table["has_workspace"] and not table["is_fenced"]:
            found.append(f"{name} does not force row-level security")
        if table["is_partition"] and table["is_granted"]:
            found.append(f"{name} can be reached past its parent's policies")
        if table["owner"] in SERVING_ROLES:
            found.append(f"{name} is owned by {table['owner']}")
    return found


async def wide_policies(connection: asyncpg.Connection) -> list[str]:
    """Policies that show or take rows of more than the current workspace, beyond the named ones."""
    found = []
    for policy in await connection.fetch(POLICIES, SCHEMAS):
        table, role = policy["table_name"], policy["role"]
        if role == "rapport_owner" or (table, role) in ACROSS_WORKSPACES:
            continue
        if table.startswith("notifier.") and role == "rapport_notifier":
            # The notifier works for all workspaces at once; no request of a person reaches it.
            continue
        is_narrow = all("current_setting('app.workspace'" in policy[part] for part in ("visible", "written"))
        if role not in SERVING_ROLES or not is_narrow:
            found.append(f"{table}: {policy['name']} for {role}")
    return found


async def unused_exemptions(connection: asyncpg.Connection) -> list[Any]:
    """Reasons that no table or policy needs any more."""
    tables = {table["name"] for table in await connection.fetch(TABLES, SCHEMAS, SERVING_ROLES)}
    policies = {(policy["table_name"], policy["role"]) for policy in await connection.fetch(POLICIES, SCHEMAS)}
    return [*(WITHOUT_WORKSPACE.keys() - tables), *(ACROSS_WORKSPACES.keys() - policies)]


async def views_of_their_owner(connection: asyncpg.Connection) -> list[str]:
    """Views that read with their owner's rights instead of the caller's."""
    views = await connection.fetch(VIEWS, SCHEMAS)
    return [view["name"] for view in views if "security_invoker=true" not in view["options"]]


async def loose_foreign_keys(connection: asyncpg.Connection) -> list[str]:
    """Foreign keys between tenant tables that do not carry the workspace, or that cross schemas."""
    found = []
    for key in await connection.fetch(FOREIGN_KEYS, SCHEMAS):
        pairs = list(zip(key["columns"], key["targets"], strict=True))
        if key["from_schema"] != key["to_schema"]:
            found.append(f"{key['name']} crosses schemas")
        if key["is_to_tenant"] and pairs[0] != ("workspace_id", "workspace_id"):
            found.append(f"{key['name']}: {key['definition']}")
    return found


async def loose_unique_indexes(connection: asyncpg.Connection) -> list[str]:
    """Unique indexes that would let one workspace feel the rows of another."""
    indexes = await connection.fetch(UNIQUE_INDEXES, SCHEMAS)
    return [
        index["name"]
        for index in indexes
        if index["first"] != "workspace_id" and not index["is_partition"] and index["name"] not in GLOBALLY_UNIQUE
    ]


async def mighty_roles(connection: asyncpg.Connection) -> list[str]:
    """Serving roles that could pass the fence or sign in by themselves."""
    return [role["name"] for role in await connection.fetch(ROLES, SERVING_ROLES)]
