"""The local mailbox in the product: on a laptop, the mails that Rapport sent lie in a Maildir and are read here."""

from typing import Annotated

from fastapi import Path, Request

from services.api.communications.local_mailbox.errors import NotALocalStack
from services.api.communications.local_mailbox.maildir import page_of_mails, read_mail
from services.api.communications.local_mailbox.schemas import LocalMail, LocalMailPage
from services.api.web.dependencies import allowed
from services.api.web.page import Cursor, Limit
from services.api.web.routing import context_router, problems
from services.kit.settings import Settings

router = context_router("/local-mailbox", "local-mailbox")

READS = allowed("local-mailbox:read")


@router.get(
    "",
    operation_id="list_local_mails",
    summary="Mails that this local stack sent, newest first",
    dependencies=[READS],
    responses=problems(404),
)
async def list_local_mails(request: Request, limit: Limit = 25, cursor: Cursor = None) -> LocalMailPage:
    return await page_of_mails(_folder(request), limit=limit, cursor=cursor)


@router.get(
    "/{key}",
    operation_id="read_local_mail",
    summary="Read a mail of this local stack",
    dependencies=[READS],
    responses=problems(404),
)
async def read_local_mail(
    request: Request, key: Annotated[str, Path(max_length=255, description="The mail's key.")]
) -> LocalMail:
    return await read_mail(_folder(request), key)


def _folder(request: Request) -> str:
    settings: Settings = request.app.state.parts.settings
    if not settings.local_mailbox:
        raise NotALocalStack
    return settings.local_mailbox
