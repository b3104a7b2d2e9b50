"""Where a project can be written to: its token in the mailbox of each source of mail that names one."""

from uuid import UUID

from services.api.integrations.addresses.schemas import MailAddresses, MailAddressRead
from services.api.integrations.sources.service import mailboxes
from services.api.projects.mail_address import address_of
from services.api.projects.service import mail_token_of, replace_mail_token
from services.kit.actor import Actor
from services.kit.reads import Reader
from services.kit.seal import Sealer
from services.kit.work import Work


async def addresses_of_project(reader: Reader, actor: Actor, *, project_id: UUID, sealer: Sealer) -> MailAddresses:
    """The addresses of a project.

    Raises:
        NotFound: the actor sees no such project.
    """
    return await _in_mailboxes(reader, actor, await mail_token_of(reader, actor, project_id=project_id), sealer)


async def replace_addresses(work: Work, reader: Reader, *, project_id: UUID, sealer: Sealer) -> MailAddresses:
    """Replace the addresses of a project; the old ones stop at once.

    Raises:
        NotFound: the actor sees no such project.
    """
    token = await replace_mail_token(work, project_id=project_id)
    return await _in_mailboxes(reader, work.actor, token, sealer)


async def _in_mailboxes(reader: Reader, actor: Actor, token: str, sealer: Sealer) -> MailAddresses:
    items = [
        MailAddressRead(address=address_of(mailbox, token), source_id=source_id, source_name=name)
        for source_id, name, mailbox in await mailboxes(reader, actor, sealer=sealer)
    ]
    return MailAddresses(items=items)
