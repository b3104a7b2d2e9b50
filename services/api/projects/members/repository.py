"""People on projects. Their accounts stand in another context, so that table is named here and not imported."""

from collections.abc import Sequence
from typing import cast
from uuid import UUID

from sqlalchemy import Text, bindparam, column, delete, func, select, table
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.dialects.postgresql import insert

from services.api.projects.members.domain import ProjectRole
from services.api.projects.models import Project, ProjectMember
from services.api.projects.visibility import visible_in_reads
from services.kit.listing import Listing, Sort
from services.kit.reads import fence
from services.kit.work import Work

USERS = table(
    "users", column("id", PgUUID(as_uuid=True)), column("name", Text()), column("email", Text()), schema="rapport"
)
OF_PROJECT = (Project.workspace_id == ProjectMember.workspace_id) & (Project.id == ProjectMember.project_id)

PROJECT_MEMBERS = Listing(
    source=ProjectMember.__table__.join(Project.__table__, OF_PROJECT).join(USERS, USERS.c.id == ProjectMember.user_id),
    fields={
        "user_id": ProjectMember.user_id,
        "name": USERS.c.name,
        "email": USERS.c.email,
        "role": ProjectMember.role,
    },
    identity=ProjectMember.user_id,
    where=(
        ProjectMember.workspace_id == fence(),
        ProjectMember.project_id == bindparam("project_id", type_=ProjectMember.project_id.type),
        visible_in_reads(),
    ),
    sorts={"name": Sort(func.lower(USERS.c.name, type_=Text()))},
    filters={},
)


async def places_of(work: Work, *, project_id: UUID) -> dict[UUID, ProjectRole]:
    """Who is on a project, in which role."""
    statement = select(ProjectMember.user_id, ProjectMember.role).where(
        ProjectMember.workspace_id == work.workspace_id, ProjectMember.project_id == project_id
    )
    rows = await work.session.execute(statement)
    return {user_id: cast(ProjectRole, role) for user_id, role in rows}


async def people_on(work: Work, *, project_ids: Sequence[UUID]) -> set[UUID]:
    """Who has a place on one of these projects."""
    statement = select(ProjectMember.user_id).where(
        ProjectMember.workspace_id == work.workspace_id, ProjectMember.project_id.in_(project_ids)
    )
    return set((await work.session.execute(statement)).scalars())


async def projects_of(work: Work, *, user_id: UUID) -> list[Project]:
    """Every project a person is on, locked in one order, whoever asks: they are about to be on none."""
    statement = (
        select(Project)
        .join(ProjectMember, OF_PROJECT)
        .where(ProjectMember.workspace_id == work.workspace_id, ProjectMember.user_id == user_id)
        .order_by(Project.id)
        .with_for_update(of=Project, key_share=True)
    )
    return list((await work.session.execute(statement)).scalars())


async def put_place(work: Work, *, project_id: UUID, user_id: UUID, role: ProjectRole) -> None:
    """Give a person a place, or another role in it."""
    key = {"workspace_id": work.workspace_id, "project_id": project_id, "user_id": user_id}
    statement = insert(ProjectMember).values({**key, "role": role})
    renewed = statement.on_conflict_do_update(index_elements=list(key), set_={"role": statement.excluded.role})
    await work.session.execute(renewed)


async def delete_place(work: Work, *, project_id: UUID, user_id: UUID) -> None:
    """Take a person off a project."""
    await work.session.execute(
        delete(ProjectMember).where(
            ProjectMember.workspace_id == work.workspace_id,
            ProjectMember.project_id == project_id,
            ProjectMember.user_id == user_id,
        )
    )


async def unscoped_person(work: Work, *, user_id: UUID) -> tuple[str, str] | None:
    """Name and address of somebody who holds a place here."""
    statement = select(USERS.c.name, USERS.c.email).where(USERS.c.id == user_id)
    person = (await work.session.execute(statement)).one_or_none()
    return (person[0], person[1]) if person else None
