from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, column, func, literal_column, or_, select, table, text, update

from services.api.integrations.models import InboundMessage, InboundSource
from services.kit.listing import Listing, Sort, instant
from services.kit.problems import NotFound
from services.kit.reads import Read, fence
from services.kit.work import Work

# Identity keeps the workspaces; whether one is closed is all that is asked here.
WORKSPACES = table("workspaces", column("id", Uuid), column("closed_at", DateTime(timezone=True)), schema="rapport")


def _count(status: str) -> Any:
    """How many of a source's requests are in a state; one scan of a small partial index per source of a page."""
    return (
        select(func.count())
        .select_from(InboundMessage.__table__)
        .where(
            InboundMessage.workspace_id == InboundSource.workspace_id,
            InboundMessage.source_id == InboundSource.id,
            InboundMessage.status == text(f"'{status}'"),
        )
        .correlate(InboundSource.__table__)
        .scalar_subquery()
    )


#: Sealed values leave PostgreSQL sealed; the service opens what a reader may see.
SOURCES = Listing(
    source=InboundSource.__table__,
    fields={
        "id": InboundSource.id,
        "kind": InboundSource.kind,
        "provider": InboundSource.provider,
        "name": InboundSource.name,
        "token_sealed": InboundSource.token_sealed,
        "has_secret": InboundSource.secret_sealed.is_not(None),
        "settings_sealed": InboundSource.settings_sealed,
        "last_received_at": instant(InboundSource.last_received_at),
        "last_refused_at": instant(InboundSource.last_refused_at),
        "unmatched_count": _count("unmatched"),
        "failed_count": _count("failed"),
        "created_at": instant(InboundSource.created_at),
        "updated_at": instant(InboundSource.updated_at),
        "version": InboundSource.version,
    },
    identity=InboundSource.id,
    version=InboundSource.version,
    where=(InboundSource.workspace_id == fence(),),
    sorts={"created_at": Sort(InboundSource.created_at)},
    filters={
        "kind": InboundSource.kind == bindparam("kind", type_=InboundSource.kind.type),
        "provider": InboundSource.provider == bindparam("provider", type_=InboundSource.provider.type),
    },
)

#: Sources of mail with their sealed settings, the oldest first.
UNSCOPED_MAIL_SOURCES = Read(
    select(InboundSource.id, InboundSource.name, InboundSource.settings_sealed)
    .where(InboundSource.workspace_id == fence(), InboundSource.kind == literal_column("'email'"))
    .order_by(InboundSource.created_at, InboundSource.id)
    .limit(50)
)

UNSCOPED_SOURCE_OF_TOKEN = Read(
    select(
        InboundSource.id,
        InboundSource.name,
        InboundSource.provider,
        InboundSource.secret_sealed,
        InboundSource.settings_sealed,
        InboundSource.last_received_at,
    )
    .join(WORKSPACES, WORKSPACES.c.id == InboundSource.workspace_id)
    .where(
        InboundSource.workspace_id == fence(),
        WORKSPACES.c.closed_at.is_(None),
        InboundSource.token_hash == bindparam("token_hash", type_=InboundSource.token_hash.type),
    )
    .limit(1)
)


async def source_for_change(work: Work, *, source_id: UUID) -> InboundSource:
    """The source, locked until the transaction ends.

    Raises:
        NotFound: there is none in this workspace.
    """
    statement = select(InboundSource).where(
        InboundSource.workspace_id == work.workspace_id, InboundSource.id == source_id
    )
    source = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if source is None:
        raise NotFound
    return source


async def has_source(work: Work, *, source_id: UUID) -> bool:
    """Whether the workspace has this source."""
    own = (InboundSource.workspace_id == work.workspace_id, InboundSource.id == source_id)
    return (await work.session.execute(select(InboundSource.id).where(*own))).first() is not None


async def open_counts(work: Work, *, source_id: UUID) -> tuple[int, int]:
    """How many of a source's requests are unmatched, and how many failed."""
    statement = select(_count("unmatched"), _count("failed")).where(
        InboundSource.workspace_id == work.workspace_id, InboundSource.id == source_id
    )
    row = (await work.session.execute(statement)).one()
    return row[0], row[1]


async def touch(
    work: Work,
    *,
    source_id: UUID,
    column: Literal["last_received_at", "last_refused_at"],
    at: datetime,
    before: datetime,
) -> None:
    """Move an instant on, unless it is newer than `before`: a busy source must not queue on its own row."""
    last = getattr(InboundSource, column)
    await work.session.execute(
        update(InboundSource)
        .where(
            InboundSource.workspace_id == work.workspace_id,
            InboundSource.id == source_id,
            or_(last.is_(None), last < before),
        )
        .values({column: func.greatest(last, at), "updated_at": InboundSource.updated_at})
        .execution_options(synchronize_session=False)
    )
