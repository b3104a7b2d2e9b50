"""The projections in PostgreSQL: writing what events change, and reading the slice a rule asks for."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from services.contracts.envelope import Envelope
from services.notifier.picture import OPEN_STATUSES, Concerns, Customer, Member, Picture, Project
from services.notifier.projections import Change, changes
from services.notifier.store import Asked, Connection

# One row for each slice that is asked for. The members of a project are those on it and the one who manages it. Of
# several records that somebody watches, the nearest is named: in the order of $2 the kinds go from near to far.
PICTURES = """
SELECT p.found AS projects, to_jsonb(c) AS customer, w.found AS watchers, m.found AS members
FROM jsonb_to_recordset($1) AS a(number int, workspace_id uuid, project_ids uuid[], customer_id uuid, of_customer uuid,
  user_ids uuid[], has_admins boolean, watched_ids uuid[], has_customers_watchers boolean)
CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_agg(to_jsonb(one) ORDER BY one.id), '[]') AS found FROM (
    SELECT p.id, p.name, p.is_private, p.customer_ids, array_remove(p.manager_id || ARRAY(
      SELECT m.user_id FROM notifier.project_members m
      WHERE m.workspace_id = p.workspace_id AND m.project_id = p.id AND m.is_member), NULL) AS member_ids
    FROM notifier.projects p
    WHERE p.workspace_id = a.workspace_id AND NOT p.is_deleted AND (p.id = ANY(a.project_ids)
      OR (a.of_customer IS NOT NULL AND p.customer_ids @> ARRAY[a.of_customer] AND p.status = ANY($3::text[])))
  ) one
) p
LEFT JOIN LATERAL (
  SELECT id, name, owner_id FROM notifier.customers
  WHERE workspace_id = a.workspace_id AND id = a.customer_id AND NOT is_deleted
) c ON true
CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_object_agg(one.user_id, one.kind), '{}') AS found FROM (
    SELECT user_id, (array_agg(subject_kind ORDER BY array_position($2::text[], subject_kind)))[1] AS kind
    FROM notifier.watchers, (SELECT a.watched_ids || CASE WHEN a.has_customers_watchers THEN ARRAY(
      SELECT own.id::uuid FROM jsonb_array_elements(p.found) AS project(row),
        jsonb_array_elements_text(project.row->'customer_ids') AS own(id))
      ELSE '{}' END AS ids) watched
    WHERE workspace_id = a.workspace_id AND is_watching
      AND (subject_id = ANY(watched.ids) OR thread_id = ANY(watched.ids))
    GROUP BY user_id
  ) one
) w
CROSS JOIN LATERAL (
  SELECT coalesce(jsonb_agg(jsonb_build_array(user_id, name, role) ORDER BY user_id), '[]') AS found
  FROM notifier.members
  WHERE workspace_id = a.workspace_id AND is_active AND (user_id = ANY(a.user_ids || c.owner_id || ARRAY(
    SELECT watcher.id::uuid FROM jsonb_object_keys(w.found) AS watcher(id)
    UNION
    SELECT own.id::uuid FROM jsonb_array_elements(p.found) AS project(row),
      jsonb_array_elements_text(project.row->'member_ids') AS own(id)))
    OR (a.has_admins AND role IN ('owner', 'admin')))
) m
ORDER BY a.number
"""
NEAR_TO_FAR = ["task", "interaction", "project", "customer"]


async def learn(connection: Connection, envelope: Envelope) -> None:
    """Write what the event changes in the projections; what is newer there stays."""
    for change in changes(envelope):
        await _write(connection, envelope, change)


async def picture(connection: Connection, workspace_id: UUID, concerns: Concerns) -> Picture:
    """Read what a rule asks for."""
    return (await pictures(connection, [(workspace_id, concerns)]))[0]


async def pictures(connection: Asked, asked: Sequence[tuple[UUID, Concerns]]) -> list[Picture]:
    """What several rules ask for, in their order, each in its workspace."""
    if not asked:
        return []
    questions = [_question(number, *one) for number, one in enumerate(asked)]
    return [_picture(row) for row in await connection.fetch(PICTURES, questions, NEAR_TO_FAR, OPEN_STATUSES)]


def _question(number: int, workspace_id: UUID, concerns: Concerns) -> dict[str, Any]:
    return {
        "number": number,
        "workspace_id": workspace_id,
        "project_ids": list(concerns.project_ids),
        "customer_id": concerns.customer_id,
        "of_customer": concerns.customer_id if concerns.has_open_projects else None,
        "user_ids": list(concerns.user_ids),
        "has_admins": concerns.has_admins,
        "watched_ids": list(concerns.watched_ids),
        "has_customers_watchers": concerns.has_customers_watchers,
    }


def _picture(row: asyncpg.Record) -> Picture:
    customer, members = row["customer"], [Member(UUID(user), name, role) for user, name, role in row["members"]]
    projects = [
        Project(UUID(one["id"]), one["name"], one["is_private"], frozenset(map(UUID, one["member_ids"])))
        for one in row["projects"]
    ]
    return Picture(
        members={member.user_id: member for member in members},
        projects={project.id: project for project in projects},
        customer=Customer(UUID(customer["id"]), customer["name"], _id(customer["owner_id"])) if customer else None,
        watchers={UUID(user): kind for user, kind in row["watchers"].items()},
    )


def _id(written: str | None) -> UUID | None:
    return UUID(written) if written else None


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
