from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from services.api.integrations.addresses import service
from services.api.integrations.addresses.schemas import MailAddresses
from services.api.integrations.sources.router import Sealing
from services.api.web.dependencies import Reading, allowed, writing
from services.api.web.routing import context_router, problems
from services.kit.actor import Actor
from services.kit.work import Work

router = context_router("/projects", "projects")

Reader = Annotated[Actor, allowed("projects:read")]
Writer = Annotated[Work, writing("projects:write")]
ProjectId = Annotated[UUID, Path(description="The project's id.")]


@router.get(
    "/{project_id}/mail-addresses",
    operation_id="list_project_mail_addresses",
    summary="Where mail to this project goes",
    response_model=MailAddresses,
    responses=problems(404),
)
async def list_project_mail_addresses(
    project_id: ProjectId,
    actor: Reader,
    reader: Reading,
    sealer: Sealing,
    response: Response,
) -> MailAddresses:
    """Whoever knows such an address can file mail in the project; nothing else follows from it."""
    response.headers["Cache-Control"] = "no-store"
    return await service.addresses_of_project(reader, actor, project_id=project_id, sealer=sealer)


@router.post(
    "/{project_id}/mail-addresses/replacement",
    operation_id="replace_project_mail_addresses",
    summary="Replace the addresses for mail to this project",
    status_code=200,
    response_model=MailAddresses,
    responses=problems(404),
)
async def replace_project_mail_addresses(
    project_id: ProjectId, work: Writer, reader: Reading, sealer: Sealing, response: Response
) -> MailAddresses:
    """The old ones stop at once: mail to them is treated like any other mail, and goes by its sender."""
    response.headers["Cache-Control"] = "no-store"
    return await service.replace_addresses(work, reader, project_id=project_id, sealer=sealer)
