from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    DateTime,
    Uuid,
    bindparam,
    column,
    delete,
    exists,
    func,
    or_,
    select,
    table,
    text,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.integrations.contents.repository import ANSWERS, MAILS
from services.api.integrations.messages.domain import Status
from services.api.integrations.models import InboundMessage, InboundSource
from services.kit.listing import Listing, Sort, instant
from services.kit.problems import NotFound
from services.kit.reads import Read, fence
from services.kit.work import Work

MESSAGES = Listing(
    source=InboundMessage.__table__,
    fields={
        "id": InboundMessage.id,
        "source_id": InboundMessage.source_id,
        "provider": InboundMessage.provider,
        "kind": InboundMessage.kind,
        "status": InboundMessage.status,
        "reason": InboundMessage.reason,
        "received_at": instant(InboundMessage.received_at),
        "processed_at": instant(InboundMessage.processed_at),
        "size": InboundMessage.size,
        "interaction_ids": func.to_json(InboundMessage.interaction_ids),
        "mails": MAILS,
        "answers": ANSWERS,
        "mail_events": func.coalesce(InboundMessage.mail_events, text("'[]'::jsonb")),
    },
    identity=InboundMessage.id,
    where=(InboundMessage.workspace_id == fence(),),
    sorts={"received_at": Sort(InboundMessage.received_at)},
    filters={
        "status": InboundMessage.status == bindparam("status", type_=InboundMessage.status.type),
        "source_id": InboundMessage.source_id == bindparam("source_id", type_=InboundMessage.source_id.type),
        "kind": InboundMessage.kind == bindparam("kind", type_=InboundMessage.kind.type),
    },
)

RAW_BODY = Read(
    select(InboundMessage.body, InboundMessage.kind)
    .where(
        InboundMessage.workspace_id == fence(),
        InboundMessage.id == bindparam("message_id", type_=InboundMessage.id.type),
    )
    .limit(1)
)


UNSCOPED_STORED = Read(
    select(
        InboundMessage.body,
        InboundMessage.headers,
        InboundSource.id,
        InboundSource.name,
        InboundSource.provider,
        InboundSource.secret_sealed,
        InboundSource.settings_sealed,
    )
    .join(
        InboundSource,
        (InboundSource.workspace_id == InboundMessage.workspace_id) & (InboundSource.id == InboundMessage.source_id),
    )
    .where(
        InboundMessage.workspace_id == fence(),
        InboundMessage.id == bindparam("message_id", type_=InboundMessage.id.type),
    )
    .limit(1)
)

# Identity keeps the workspaces. Of other workspaces than the one it works for, the worker sees those that are closed.
WORKSPACES = table("workspaces", column("id", Uuid), column("closed_at", DateTime(timezone=True)), schema="rapport")


@dataclass(frozen=True)
class Claim:
    """A message that one worker holds for a while."""

    workspace_id: UUID
    id: UUID
    source_id: UUID
    correlation_id: str
    attempts: int
    received_at: datetime


async def store(work: Work, *, message: dict[str, Any]) -> tuple[UUID, Status] | None:
    """Insert a message; its id and status, or None where its digest or its single-use token was stored before."""
    statement = insert(InboundMessage).values(workspace_id=work.workspace_id, **message).on_conflict_do_nothing()
    row = (await work.session.execute(statement.returning(InboundMessage.id, InboundMessage.status))).one_or_none()
    return (row[0], cast(Status, row[1])) if row else None


async def allow_time(work: Work) -> None:
    """Let the storing of a large body take longer than an ordinary statement of the serving role may."""
    await work.session.execute(text("SELECT set_config('statement_timeout', '14s', true)"))


async def repeat_of(work: Work, *, source_id: UUID, dedupe_digest: bytes) -> tuple[UUID, Status] | None:
    """The message that a repeat repeats; None where only its token is known."""
    statement = select(InboundMessage.id, InboundMessage.status).where(
        InboundMessage.workspace_id == work.workspace_id,
        InboundMessage.source_id == source_id,
        InboundMessage.dedupe_digest == dedupe_digest,
        InboundMessage.status != "refused",
    )
    row = (await work.session.execute(statement)).one_or_none()
    return (row[0], cast(Status, row[1])) if row else None


async def prune_refused(work: Work, *, source_id: UUID, kept: int) -> None:
    """Keep the newest refused messages of a source only: nobody may fill the disk without a secret."""
    own = (InboundMessage.workspace_id == work.workspace_id, InboundMessage.source_id == source_id)
    surplus = (
        select(InboundMessage.id)
        .where(*own, InboundMessage.status == "refused")
        .order_by(InboundMessage.received_at.desc(), InboundMessage.id.desc())
        .offset(kept)
    )
    await work.session.execute(
        delete(InboundMessage).where(*own, InboundMessage.id.in_(surplus)).execution_options(synchronize_session=False)
    )


async def message_for_change(work: Work, *, message_id: UUID) -> InboundMessage:
    """The message without its body, locked until the transaction ends.

    Raises:
        NotFound: there is none in this workspace.
    """
    statement = select(InboundMessage).where(
        InboundMessage.workspace_id == work.workspace_id, InboundMessage.id == message_id
    )
    message = (await work.session.execute(statement.with_for_update())).scalar_one_or_none()
    if message is None:
        raise NotFound
    return message


async def reopen_message(work: Work, *, message_id: UUID, reason: str) -> None:
    """A message whose answer belongs to nobody again waits in the queue."""
    await work.session.execute(
        update(InboundMessage)
        .where(
            InboundMessage.workspace_id == work.workspace_id,
            InboundMessage.id == message_id,
            InboundMessage.status == "processed",
        )
        .values(status="unmatched", reason=reason)
        .execution_options(synchronize_session=False)
    )


async def settle(work: Work, *, interaction_ids: Sequence[UUID]) -> None:
    """Messages whose mails found their customer are unmatched no longer."""
    await work.session.execute(
        update(InboundMessage)
        .where(
            InboundMessage.workspace_id == work.workspace_id,
            InboundMessage.status == "unmatched",
            InboundMessage.interaction_ids.op("&&")(list(interaction_ids)),
        )
        .values(status="processed", reason=None)
        .execution_options(synchronize_session=False)
    )


async def settle_message(work: Work, *, message_id: UUID) -> None:
    """A message whose answer found whose it is waits no longer."""
    await work.session.execute(
        update(InboundMessage)
        .where(
            InboundMessage.workspace_id == work.workspace_id,
            InboundMessage.id == message_id,
            InboundMessage.status == "unmatched",
        )
        .values(status="processed", reason=None)
        .execution_options(synchronize_session=False)
    )


async def reopen(work: Work, *, interaction_ids: Sequence[UUID], reason: str) -> None:
    """Messages whose mails belong to nobody again wait in the queue."""
    await work.session.execute(
        update(InboundMessage)
        .where(
            InboundMessage.workspace_id == work.workspace_id,
            InboundMessage.status == "processed",
            InboundMessage.interaction_ids.op("&&")(list(interaction_ids)),
        )
        .values(status="unmatched", reason=reason)
        .execution_options(synchronize_session=False)
    )


async def await_reading(work: Work, *, status: Status, source_id: UUID | None, most: int) -> int:
    """Have up to `most` messages in a state read once more, the oldest first; how many there were."""
    own = (InboundMessage.workspace_id == work.workspace_id, InboundMessage.status == status)
    wanted = (*own, InboundMessage.source_id == source_id) if source_id else own
    oldest = select(InboundMessage.id).where(*wanted).order_by(InboundMessage.received_at, InboundMessage.id)
    found = await work.session.execute(
        update(InboundMessage)
        .where(*own, InboundMessage.id.in_(oldest.limit(most).with_for_update(skip_locked=True)))
        .values(status="received", reason=None, processed_at=None, attempts=0, claimed_until=None)
        .returning(InboundMessage.id)
        .execution_options(synchronize_session=False)
    )
    return len(found.all())


async def unscoped_claim(session: AsyncSession, *, at: datetime, until: datetime, most: int) -> list[Claim]:
    """Take up to `most` waiting messages of any workspace, the oldest first, for this worker alone until `until`."""
    message = InboundMessage
    waiting = (
        select(message.workspace_id, message.id)
        .where(
            message.status == text("'received'"),
            or_(message.claimed_until.is_(None), message.claimed_until < at),
            ~exists().where(WORKSPACES.c.id == message.workspace_id, WORKSPACES.c.closed_at.is_not(None)),
        )
        .order_by(message.received_at, message.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    statement = (
        update(message)
        .where(tuple_(message.workspace_id, message.id).in_(waiting))
        .values(claimed_until=until, attempts=message.attempts + 1)
        .returning(
            message.workspace_id,
            message.id,
            message.source_id,
            message.correlation_id,
            message.attempts,
            message.received_at,
        )
        .execution_options(synchronize_session=False)
    )
    rows = (await session.execute(statement)).all()
    return sorted((Claim(*row) for row in rows), key=lambda claim: (claim.received_at, claim.id))


async def unscoped_release(session: AsyncSession, *, claim: Claim, until: datetime, counts: bool) -> None:
    """Let a message be claimed again from `until` on; `counts` tells whether the attempt was the message's fault."""
    await session.execute(
        update(InboundMessage)
        .where(
            InboundMessage.workspace_id == claim.workspace_id,
            InboundMessage.id == claim.id,
            InboundMessage.status == "received",
        )
        .values(claimed_until=until, attempts=claim.attempts if counts else claim.attempts - 1)
        .execution_options(synchronize_session=False)
    )
