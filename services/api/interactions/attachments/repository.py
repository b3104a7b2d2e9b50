from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from services.api.interactions.models import Attachment, Interaction
from services.kit.listing import visible
from services.kit.reads import Read, fence
from services.kit.work import Work

#: One file of an interaction that the actor sees.
FILE = Read(
    select(Attachment.file_name, Attachment.content_type, Attachment.sha256, Attachment.is_stored)
    .join(
        Interaction,
        (Interaction.workspace_id == Attachment.workspace_id) & (Interaction.id == Attachment.interaction_id),
    )
    .where(
        Attachment.workspace_id == fence(),
        Interaction.workspace_id == fence(),
        Attachment.id == bindparam("attachment_id", type_=Attachment.id.type),
        Attachment.interaction_id == bindparam("interaction_id", type_=Attachment.interaction_id.type),
        visible(Interaction.restricted_to),
    )
    .limit(1)
)


async def stored_bytes(work: Work) -> int:
    """How much the files of the workspace take, each content once."""
    each = (
        select(func.max(Attachment.size).label("size"))
        .where(Attachment.workspace_id == work.workspace_id, Attachment.is_stored)
        .group_by(Attachment.sha256)
        .subquery()
    )
    return int((await work.session.execute(select(func.coalesce(func.sum(each.c.size), 0)))).scalar_one())


async def stored_digests(work: Work, *, digests: Sequence[bytes]) -> set[bytes]:
    """Which of these contents some attachment of the workspace already names as stored."""
    statement = select(Attachment.sha256).where(
        Attachment.workspace_id == work.workspace_id, Attachment.sha256.in_(set(digests)), Attachment.is_stored
    )
    return set((await work.session.execute(statement)).scalars())


async def named_digests(work: Work, *, digests: Sequence[bytes]) -> set[bytes]:
    """Which of these contents any attachment of the workspace names."""
    statement = select(Attachment.sha256).where(
        Attachment.workspace_id == work.workspace_id, Attachment.sha256.in_(set(digests))
    )
    return set((await work.session.execute(statement)).scalars())
