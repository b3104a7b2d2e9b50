from uuid import UUID

from sqlalchemy import bindparam, func, select

from services.api.projects.models import Project
from services.api.projects.planning.models import Milestone
from services.api.projects.repository import LAST_DAY
from services.api.projects.visibility import visible_in_reads
from services.kit.listing import Listing, Sort, instant
from services.kit.problems import NotFound
from services.kit.reads import fence
from services.kit.work import Work

OF_PROJECT = (Project.workspace_id == Milestone.workspace_id) & (Project.id == Milestone.project_id)

MILESTONES = Listing(
    source=Milestone.__table__.join(Project.__table__, OF_PROJECT),
    fields={
        "id": Milestone.id,
        "project_id": Milestone.project_id,
        "phase_id": Milestone.phase_id,
        "name": Milestone.name,
        "due_on": Milestone.due_on,
        "reached_on": Milestone.reached_on,
        "created_at": instant(Milestone.created_at),
        "updated_at": instant(Milestone.updated_at),
        "version": Milestone.version,
    },
    identity=Milestone.id,
    version=Milestone.version,
    where=(
        Milestone.workspace_id == fence(),
        Milestone.project_id == bindparam("project_id", type_=Milestone.project_id.type),
        visible_in_reads(),
    ),
    sorts={"due_on": Sort(func.coalesce(Milestone.due_on, LAST_DAY))},
    filters={"phase_id": Milestone.phase_id == bindparam("phase_id", type_=Milestone.phase_id.type)},
)


async def milestone_for_change(work: Work, *, project_id: UUID, milestone_id: UUID) -> Milestone:
    """The milestone of a project that the caller has seen, locked until the transaction ends.

    Raises:
        NotFound: the project has no such milestone.
    """
    statement = select(Milestone).where(
        Milestone.workspace_id == work.workspace_id, Milestone.project_id == project_id, Milestone.id == milestone_id
    )
    milestone = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if milestone is None:
        raise NotFound
    return milestone
