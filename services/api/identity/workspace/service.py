"""What a workspace says of itself."""

from services.api.identity.accounts.models import Workspace
from services.api.identity.workspace import repository
from services.api.identity.workspace.schemas import WorkspaceUpdate
from services.api.web.conditions import check_version
from services.api.web.fields import apply
from services.contracts.envelope import Subject
from services.contracts.events.identity import WorkspaceChanged
from services.kit.work import Work


async def change_workspace(work: Work, *, changes: WorkspaceUpdate, expected_version: int | None) -> Workspace:
    """Change the workspace's name, zone, language or week.

    Raises:
        PreconditionFailed: it was changed since `expected_version`.
    """
    workspace = await repository.own_workspace(work)
    check_version(expected_version, workspace.version)
    changed = apply(changes.given(), workspace)
    if changed:
        await work.session.flush()
        said = WorkspaceChanged(
            name=workspace.name,
            time_zone=workspace.time_zone,
            language=workspace.language,
            week_starts_on=workspace.week_starts_on,
            changed=changed,
        )
        work.record(said, subject=Subject(kind="workspace", id=workspace.id), sequence=workspace.version)
    return workspace
