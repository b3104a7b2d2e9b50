"""The workspace's own row."""

from sqlalchemy import select

from services.api.identity.accounts.models import Workspace
from services.kit.listing import Listing, instant
from services.kit.reads import fence
from services.kit.work import Work

WORKSPACES = Listing(
    source=Workspace.__table__,
    fields={
        "id": Workspace.id,
        "name": Workspace.name,
        "time_zone": Workspace.time_zone,
        "language": Workspace.language,
        "week_starts_on": Workspace.week_starts_on,
        "is_demo": Workspace.is_demo,
        "created_at": instant(Workspace.created_at),
        "updated_at": instant(Workspace.updated_at),
        "version": Workspace.version,
    },
    identity=Workspace.id,
    where=(Workspace.id == fence(),),
    sorts={},
    filters={},
    version=Workspace.version,
)


async def own_workspace(work: Work) -> Workspace:
    """The transaction's workspace, locked."""
    statement = select(Workspace).where(Workspace.id == work.workspace_id).with_for_update()
    return (await work.session.execute(statement)).scalar_one()
