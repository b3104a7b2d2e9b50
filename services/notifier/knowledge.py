"""The projections in PostgreSQL: writing what events change, and reading the slice a rule asks for."""

from uuid import UUID

from services.contracts.envelope import Envelope
from services.notifier.picture import OPEN_STATUSES, Concerns, Customer, Member, Picture, Project
from services.notifier.projections import Change, changes
from services.notifier.store import Connection

# The members of a project are those on it and the one who manages it.
PROJECTS = """
SELECT p.id, p.name, p.is_private, p.manager_id, p.customer_ids,
  ARRAY(SELECT m.user_id FROM notifier.project_members m
        WHERE m.workspace_id = p.workspace_id AND m.project_id = p.id AND m.is_member) AS member_ids
FROM notifier.projects p
WHERE p.workspace_id = $1 AND NOT p.is_deleted
  AND (p.id = ANY($2::uuid[]) OR ($3::uuid IS NOT NULL AND p.customer_ids @> ARRAY[$3] AND p.status = ANY($4::text[])))
ORDER BY p.id
"""
CUSTOMER = "SELECT id, name, owner_id FROM notifier.customers WHERE workspace_id = $1 AND id = $2 AND NOT is_deleted"
MEMBERS = """
SELECT user_id, name, role FROM notifier.members
WHERE workspace_id = $1 AND is_active AND (user_id = ANY($2::uuid[]) OR ($3 AND role IN ('owner', 'admin')))
ORDER BY user_id
"""
# Of several records that somebody watches, the nearest is named: in this order the kinds go from near to far.
WATCHERS = """
SELECT user_id, (array_agg(subject_kind ORDER BY array_position($3::text[], subject_kind)))[1] AS kind
FROM notifier.watchers
WHERE workspace_id = $1 AND is_watching AND (subject_id = ANY($2::uuid[]) OR thread_id = ANY($2::uuid[]))
GROUP BY user_id ORDER BY user_id
"""
NEAR_TO_FAR = ["task", "interaction", "project", "customer"]


async def learn(connection: Connection, envelope: Envelope) -> None:
    """Write what the event changes in the projections; what is newer there stays."""
    for change in changes(envelope):
        await _write(connection, envelope, change)


async def picture(connection: Connection, workspace_id: UUID, concerns: Concerns) -> Picture:
    """Read what a rule asks for."""
    of_customer = concerns.customer_id if concerns.has_open_projects else None
    rows = await connection.fetch(PROJECTS, workspace_id, list(concerns.project_ids), of_customer, OPEN_STATUSES)
    projects = {
        row["id"]: Project(
            id=row["id"],
            name=row["name"],
            is_private=row["is_private"],
            member_ids=frozenset([*row["member_ids"], *([row["manager_id"]] if row["manager_id"] else [])]),
        )
        for row in rows
    }
    found = await connection.fetchrow(CUSTOMER, workspace_id, concerns.customer_id) if concerns.customer_id else None
    customer = Customer(found["id"], found["name"], found["owner_id"]) if found else None
    watched = set(concerns.watched_ids)
    if concerns.has_customers_watchers:
        watched |= {customer_id for row in rows for customer_id in row["customer_ids"]}
    watchers = await _watchers(connection, workspace_id, watched)
    people = (
        {user_id for project in projects.values() for user_id in project.member_ids}
        | concerns.user_ids
        | watchers.keys()
    )
    if customer and customer.owner_id:
        people.add(customer.owner_id)
    members = await connection.fetch(MEMBERS, workspace_id, list(people), concerns.has_admins)
    return Picture(
        members={row["user_id"]: Member(row["user_id"], row["name"], row["role"]) for row in members},
        projects=projects,
        customer=customer,
        watchers=watchers,
    )


async def _watchers(connection: Connection, workspace_id: UUID, watched: set[UUID]) -> dict[UUID, str]:
    if not watched:
        return {}
    rows = await connection.fetch(WATCHERS, workspace_id, list(watched), NEAR_TO_FAR)
    return {row["user_id"]: row["kind"] for row in rows}


async def _write(connection: Connection, envelope: Envelope, change: Change) -> None:
    # Table and column names come from `projections`, values are bound.
    row = {
        "workspace_id": envelope.workspace_id,
        **change.key,
        **change.values,
        "position": envelope.position or 0,
    }
    names = list(row)
    places = ", ".join(f"${index + 1}" for index in range(len(names)))
    keys = ", ".join(("workspace_id", *change.key))
    sets = ", ".join(f"{name} = excluded.{name}" for name in (*change.values, "position"))
    await connection.execute(
        # Table and column names are constants of ours; values are parameters.
        f"INSERT INTO notifier.{change.table} AS k ({', '.join(names)}) VALUES ({places})"  # noqa: S608
        f" ON CONFLICT ({keys}) DO UPDATE SET {sets} WHERE excluded.position >= k.position",
        *row.values(),
    )
