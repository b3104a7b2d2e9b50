"""Working through a stored request: what it tells is recorded, in one transaction with what became of it."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.api.integrations import events
from services.api.integrations.messages import repository
from services.api.integrations.messages.claims import Claim
from services.api.integrations.models import InboundMessage
from services.api.integrations.providers.port import Occurrence, Posted, UnreadableRequest
from services.api.integrations.providers.registry import PROVIDERS
from services.api.integrations.receipt import source_actor
from services.api.integrations.recording.port import AnyRecorder, Request
from services.api.integrations.recording.registry import RECORDERS, recorder_of
from services.api.integrations.sources.service import OpenSource, opened_source
from services.api.interactions.attachments.keeping import Keeper
from services.api.interactions.mail.message import NotAMail
from services.kit.actor import Actor, system_actor
from services.kit.clock import now
from services.kit.database import Database
from services.kit.seal import Sealer
from services.kit.telemetry import logger
from services.kit.work import Work

SHORT_BYTES = 8 * 1024

log = logger(__name__)


@dataclass(frozen=True)
class _Content:
    """What a request turned out to say, by who records it; `reason` where it said nothing that can be read."""

    prepared: tuple[tuple[AnyRecorder, Any], ...] = ()
    reason: str | None = None


async def read_message(database: Database, sealer: Sealer, keeper: Keeper, claim: Claim) -> None:
    """Read a claimed message and record what it says. A message that is gone, or was read meanwhile, is left alone."""
    rows = await database.reader.rows(repository.UNSCOPED_STORED, claim.workspace_id, message_id=claim.id)
    if not rows:
        return
    stored = dict(rows[0])
    posted = Posted(stored.pop("body"), stored.pop("headers"))
    known = {name: stored.pop(name) for name in ("kind", "interaction_ids", "survey_response_ids", "mail_events")}
    source = opened_source(claim.workspace_id, stored, sealer)
    message = _message(claim, source, known)
    content = await _kept(await _understood(source, posted, claim), keeper, source_actor(source))
    holding = next((recorder.holding for recorder, _ in content.prepared if recorder.holding), None)
    with suppress(_ReadMeanwhile):
        async with database.work(source_actor(source), correlation_id=claim.correlation_id, holding=holding) as work:
            await _record(work, Request(message, source), content)
            if not await repository.conclude(work, message):
                raise _ReadMeanwhile


class _ReadMeanwhile(Exception):
    """Another worker, whose claim ended late, has recorded the message: nothing of this reading is to stay."""


def _message(claim: Claim, source: OpenSource, known: dict[str, Any]) -> InboundMessage:
    """The claimed message, as far as recorders need it; it is no part of the session, and is written by `conclude`."""
    return InboundMessage(
        workspace_id=claim.workspace_id,
        id=claim.id,
        source_id=claim.source_id,
        provider=source.provider,
        correlation_id=claim.correlation_id,
        attempts=claim.attempts,
        received_at=claim.received_at,
        size=claim.size,
        status="received",
        **known,
    )


async def _kept(content: _Content, keeper: Keeper, actor: Actor) -> _Content:
    """The same with its files in the store, which comes before the transaction that names them."""
    prepared = [
        (recorder, await recorder.keep(keeper, actor, found) if recorder.keep else found)
        for recorder, found in content.prepared
    ]
    return replace(content, prepared=tuple(prepared))


async def give_up(database: Database, claim: Claim, *, reason: str) -> None:
    """Mark a message as failed, so that it is seen and can be replayed."""
    async with database.work(system_actor(claim.workspace_id), correlation_id=claim.correlation_id) as work:
        message = await repository.message_for_change(work, message_id=claim.id)
        if message.status == "received":
            _fail(work, message, reason)


async def _record(work: Work, request: Request, content: _Content) -> None:
    message = request.message
    if content.reason is not None:
        _fail(work, message, content.reason)
        return
    message.status, message.reason, message.kind = "processed", None, "other"
    message.processed_at, message.claimed_until = now(), None
    for recorder, prepared in content.prepared:
        await recorder.record(work, request, prepared)


def _fail(work: Work, message: InboundMessage, reason: str) -> None:
    message.status, message.reason = "failed", reason
    message.processed_at, message.claimed_until = now(), None
    work.record(
        events.failed(message, reason=reason), subject=events.message_subject(message), sequence=message.attempts
    )


async def _understood(source: OpenSource, posted: Posted, claim: Claim) -> _Content:
    """A short request is read sooner than a thread would begin with it."""
    if len(posted.body) <= SHORT_BYTES:
        return _content(source, posted, claim)
    return await asyncio.to_thread(_content, source, posted, claim)


def _content(source: OpenSource, posted: Posted, claim: Claim) -> _Content:
    """Everything that only needs the processor."""
    try:
        told = PROVIDERS[source.provider].occurrences(posted, source.credentials)
        return _Content(_prepared(told, claim.received_at))
    except (UnreadableRequest, NotAMail) as error:
        return _Content(reason=str(error))
    except Exception as error:
        # Whatever a request throws is the request's fate, not the worker's; its bytes stay, and it can be replayed.
        log.exception("inbound message unreadable", message_id=str(claim.id))
        return _Content(reason=f"It could not be read ({type(error).__name__}).")


def _prepared(told: Sequence[Occurrence], received_at: datetime) -> tuple[tuple[AnyRecorder, Any], ...]:
    """What is told, sorted by who records it."""
    if any(recorder_of(one) is None for one in told):
        raise UnreadableRequest("It tells something that this version of Rapport does not record.")
    groups = ((recorder, [one for one in told if isinstance(one, recorder.of)]) for recorder in RECORDERS)
    return tuple((recorder, recorder.prepare(group, received_at)) for recorder, group in groups if group)
