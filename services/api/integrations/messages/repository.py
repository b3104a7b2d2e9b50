from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import orjson
from sqlalchemy import bindparam, delete, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.integrations.contents.repository import ANSWERS, MAILS
from services.api.integrations.messages.domain import Status
from services.api.integrations.models import InboundMessage, InboundSource
from services.kit.gathering import Row
from services.kit.listing import Listing, Sort, instant
from services.kit.problems import NotFound
from services.kit.reads import Read, Reader, fence
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
        InboundMessage.kind,
        InboundMessage.interaction_ids,
        InboundMessage.survey_response_ids,
        InboundMessage.mail_events,
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
        InboundMessage.status == text("'received'"),
    )
    .limit(1)
)

STORED = (
    "id", "source_id", "provider", "kind", "status", "reason", "received_at", "size", "content_type", "headers", "body",
    "dedupe_digest", "token_digest", "correlation_id",
)  # fmt: skip
_PLACES = ", ".join(f"${n}::text::jsonb" if name == "headers" else f"${n}" for n, name in enumerate(STORED, start=2))
# Each column is taken through `s`, so that the workspace is set before row-level security judges the row.
STORE = f"""
WITH s AS MATERIALIZED (SELECT set_config('app.workspace', $1::uuid::text, true) w)
INSERT INTO rapport.inbound_messages (workspace_id, {", ".join(STORED)}, attempts, interaction_ids)
SELECT s.w::uuid, {_PLACES}, 0, '{{}}' FROM s ON CONFLICT DO NOTHING RETURNING id, status
"""  # noqa: S608 - our own names
APPEND_BODY = "UPDATE rapport.inbound_messages SET body = body || $3 WHERE workspace_id = $1 AND id = $2"
CONCLUDE = """
UPDATE rapport.inbound_messages SET status = $3, reason = $4, kind = $5, processed_at = $6, claimed_until = NULL,
  interaction_ids = $7, mail_events = $8::text::jsonb, survey_response_ids = $9
WHERE workspace_id = $1 AND id = $2 AND status = 'received' RETURNING true
"""
# Identity keeps the workspaces. Of other workspaces than the one it works for, the worker sees those that are closed.
# Choosing comes first and once: in the condition of the UPDATE, some plans choose anew for every row, and claim more.
CLAIM = """
WITH due AS MATERIALIZED (
  SELECT m.workspace_id, m.id FROM rapport.inbound_messages m
  WHERE m.status = 'received' AND (m.claimed_until IS NULL OR m.claimed_until < $1)
    AND NOT EXISTS (SELECT FROM rapport.workspaces w WHERE w.id = m.workspace_id AND w.closed_at IS NOT NULL)
  ORDER BY m.received_at, m.id LIMIT $3 FOR UPDATE OF m SKIP LOCKED
)
UPDATE rapport.inbound_messages m SET claimed_until = $2, attempts = m.attempts + 1
FROM due WHERE m.workspace_id = due.workspace_id AND m.id = due.id
RETURNING m.workspace_id, m.id, m.source_id, m.correlation_id, m.attempts, m.received_at, m.size
"""


@dataclass(frozen=True)
class Claim:
    """A message that one worker holds for a while."""

    workspace_id: UUID
    id: UUID
    source_id: UUID
    correlation_id: str
    attempts: int
    received_at: datetime
    size: int


async def store(work: Work, *, message: Row, is_alone: bool = False) -> tuple[UUID, Status] | None:
    """Insert a message; its id and status, or None where its digest or its single-use token was stored before.

    `is_alone`: in a transaction of the statement's own, which is the quickest.
    """
    row = {**message, "headers": orjson.dumps(message["headers"]).decode()}
    values = [row.get(name) for name in STORED]
    if is_alone:
        rows = await work.session.alone(STORE, *values)
    else:
        rows = await work.session.fetch(STORE, work.workspace_id, *values)
    return (rows[0]["id"], cast(Status, rows[0]["status"])) if rows else None


async def append_body(work: Work, *, message_id: UUID, rest: memoryview) -> None:
    """Store the rest of a large body behind its beginning."""
    await work.session.fetch(APPEND_BODY, work.workspace_id, message_id, rest)


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


async def reopen_messages(work: Work, *, message_ids: Sequence[UUID], reason: str) -> None:
    """Messages whose answer belongs to nobody again wait in the queue."""
    await work.session.execute(
        update(InboundMessage)
        .where(
            InboundMessage.workspace_id == work.workspace_id,
            InboundMessage.id.in_(message_ids),
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


async def settle_messages(work: Work, *, message_ids: Sequence[UUID]) -> None:
    """Messages whose answer found whose it is wait no longer."""
    await work.session.execute(
        update(InboundMessage)
        .where(
            InboundMessage.workspace_id == work.workspace_id,
            InboundMessage.id.in_(message_ids),
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


async def unscoped_claim(reader: Reader, *, at: datetime, until: datetime, most: int) -> list[Claim]:
    """Take up to `most` waiting messages of any workspace, the oldest first, for this worker alone until `until`."""
    rows = await reader.fetch(CLAIM, at, until, most)
    return sorted((Claim(*row) for row in rows), key=lambda claim: (claim.received_at, claim.id))


async def conclude(work: Work, message: InboundMessage) -> bool:
    """Write what became of a message that was read; False where somebody else was quicker."""
    reports = None if message.mail_events is None else orjson.dumps(message.mail_events).decode()
    own = (message.workspace_id, message.id, message.status, message.reason, message.kind, message.processed_at)
    told = (message.interaction_ids, reports, message.survey_response_ids)
    return bool(await work.session.fetch(CONCLUDE, *own, *told))


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
