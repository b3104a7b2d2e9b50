from uuid import UUID

from sqlalchemy import bindparam, func, select

from services.api.projects.models import Project
from services.api.projects.planning.models import Phase
from services.api.projects.visibility import visible_in_reads
from services.kit.listing import Listing, Sort, instant
from services.kit.problems import NotFound
from services.kit.reads import fence
from services.kit.work import Work

OF_PROJECT = (Project.workspace_id == Phase.workspace_id) & (Project.id == Phase.project_id)

PHASES = Listing(
    source=Phase.__table__.join(Project.__table__, OF_PROJECT),
    fields={
        "id": Phase.id,
        "project_id": Phase.project_id,
        "name": Phase.name,
        "position": Phase.position,
        "status": Phase.status,
        "starts_on": Phase.starts_on,
        "due_on": Phase.due_on,
        "created_at": instant(Phase.created_at),
        "updated_at": instant(Phase.updated_at),
        "version": Phase.version,
    },
    identity=Phase.id,
    version=Phase.version,
    where=(
        Phase.workspace_id == fence(),
        Phase.project_id == bindparam("project_id", type_=Phase.project_id.type),
        visible_in_reads(),
    ),
    sorts={"position": Sort(Phase.position)},
    filters={"status": Phase.status == bindparam("status", type_=Phase.status.type)},
)


async def phase_for_change(work: Work, *, project_id: UUID, phase_id: UUID) -> Phase:
    """The phase of a project that the caller has seen, locked until the transaction ends.

    Raises:
        NotFound: the project has no such phase.
    """
    statement = select(Phase).where(
        Phase.workspace_id == work.workspace_id, Phase.project_id == project_id, Phase.id == phase_id
    )
    phase = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if phase is None:
        raise NotFound
    return phase


async def next_position(work: Work, *, project_id: UUID) -> int:
    """The position after the last phase."""
    statement = select(func.coalesce(func.max(Phase.position) + 1, 0)).where(
        Phase.workspace_id == work.workspace_id, Phase.project_id == project_id
    )
    return int((await work.session.execute(statement)).scalar_one())
