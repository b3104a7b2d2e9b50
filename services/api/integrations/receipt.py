"""Taking a request in: judged on its raw bytes, stored, answered. Everything else happens later, in the worker."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, ParamSpec, TypeVar
from uuid import UUID

from services.api.integrations.messages import repository
from services.api.integrations.messages.domain import (
    REFUSED_BODY_BYTES,
    REFUSED_KEPT,
    Status,
    dedupe_digest,
    kept_headers,
)
from services.api.integrations.providers.basic_auth import verify_basic_auth
from services.api.integrations.providers.port import Freshness, Posted, Provider, Verdict
from services.api.integrations.providers.registry import PROVIDERS
from services.api.integrations.sources import repository as source_rows
from services.api.integrations.sources.service import OpenSource
from services.kit.actor import Actor
from services.kit.clock import now
from services.kit.database import Database
from services.kit.ids import new_id
from services.kit.work import Work

Given = ParamSpec("Given")
Made = TypeVar("Made")

TOUCH_EVERY = timedelta(minutes=1)
INLINE_BYTES, WHOLE_BYTES = 512 * 1024, 8 * 1024 * 1024


@dataclass(frozen=True)
class Receipt:
    """What became of a request that was taken in."""

    message_id: UUID
    status: Status
    is_repeat: bool


async def judge(source: OpenSource, posted: Posted, *, tolerance: timedelta) -> Verdict:
    """What the signature is worth. A large body is digested beside the event loop."""
    provider, freshness = PROVIDERS[source.provider], Freshness(now(), tolerance)
    return await _beside(len(posted.body) > INLINE_BYTES, _judge, provider, source, posted, freshness)


async def take_in(database: Database, source: OpenSource, posted: Posted, *, correlation_id: str) -> Receipt | None:
    """Store a well-signed request once; a repeat gives the first one's id.

    None where it brings again what may come only once, with something else around it.
    """
    is_large = len(posted.body) > INLINE_BYTES
    digests = await _beside(is_large, _digests, PROVIDERS[source.provider], posted)
    async with database.work(source_actor(source), correlation_id=correlation_id) as work:
        # The most frequent way, and the quickest.
        is_alone = not is_large and _is_touched(source)
        return await _stored(work, source, posted, *digests, is_alone=is_alone)


async def hand_in(work: Work, source: OpenSource, posted: Posted) -> Receipt | None:
    """The same inside the caller's transaction, for a request that is ours and needs no signature."""
    work = replace(work, actor=source_actor(source))
    return await _stored(work, source, posted, *_digests(PROVIDERS[source.provider], posted))


async def turn_away(
    database: Database, source: OpenSource, posted: Posted, *, reason: str | None, correlation_id: str
) -> None:
    """Keep the beginning of a request whose signature is missing or wrong, for people to look at."""
    async with database.work(source_actor(source), correlation_id=correlation_id) as work:
        body = posted.body[:REFUSED_BODY_BYTES]
        row = {**_row(source, posted, work), "body": body, "dedupe_digest": dedupe_digest(body)}
        await repository.store(work, message={**row, "status": "refused", "reason": reason})
        await repository.prune_refused(work, source_id=source.id, kept=REFUSED_KEPT)
        await _touch(work, source, "last_refused_at")


def source_actor(source: OpenSource) -> Actor:
    """On whose behalf mail is recorded."""
    return Actor(workspace_id=source.workspace_id, kind="source", name=source.name, sees_all=True)


def posted_of(body: bytes, headers: Mapping[str, str]) -> Posted:
    """A request as adapters see it."""
    return Posted(body, {name.lower(): value for name, value in headers.items()})


async def _stored(
    work: Work, source: OpenSource, posted: Posted, key: bytes, token: bytes | None, *, is_alone: bool = False
) -> Receipt | None:
    first, rest = _pieces(posted.body)
    row = {**_row(source, posted, work), "body": first, "dedupe_digest": key, "status": "received"}
    if len(posted.body) > INLINE_BYTES:
        await repository.allow_time(work)
    stored = await repository.store(work, message={**row, "token_digest": token}, is_alone=is_alone)
    if stored and rest:
        await repository.append_body(work, message_id=stored[0], rest=rest)
    if stored is None:
        known = await repository.repeat_of(work, source_id=source.id, dedupe_digest=key)
        return Receipt(*known, is_repeat=True) if known else None
    if not _is_touched(source):
        await _touch(work, source, "last_received_at")
    return Receipt(*stored, is_repeat=False)


def _pieces(body: bytes) -> tuple[bytes | memoryview, memoryview | None]:
    """The body in the pieces in which it goes to PostgreSQL: the driver makes two copies of what it sends."""
    if len(body) <= WHOLE_BYTES:
        return body, None
    half = len(body) // 2
    return memoryview(body)[:half], memoryview(body)[half:]


def _is_touched(source: OpenSource) -> bool:
    """Whether it is known to have received something a moment ago."""
    return source.last_received_at is not None and source.last_received_at > now() - TOUCH_EVERY


async def _beside(is_large: bool, work: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """What reads the whole body runs beside the event loop where that takes long; else the way there would."""
    return await asyncio.to_thread(work, *given, **named) if is_large else work(*given, **named)


def _judge(provider: Provider, source: OpenSource, posted: Posted, freshness: Freshness) -> Verdict:
    verdict = verify_basic_auth(posted, source.credentials)
    return provider.verify(posted, source.credentials, freshness) if verdict.is_good else verdict


def _digests(provider: Provider, posted: Posted) -> tuple[bytes, bytes | None]:
    token = provider.single_use(posted)
    message_id = provider.message_id(posted)
    return dedupe_digest(posted.body, message_id=message_id), dedupe_digest(token) if token else None


async def _touch(work: Work, source: OpenSource, column: Literal["last_received_at", "last_refused_at"]) -> None:
    at = now()
    await source_rows.touch(work, source_id=source.id, column=column, at=at, before=at - TOUCH_EVERY)


def _row(source: OpenSource, posted: Posted, work: Work) -> dict[str, object]:
    content_type = posted.headers.get("content-type", "")[:200].replace("\x00", "")
    return {
        "id": new_id(),
        "source_id": source.id,
        "provider": source.provider,
        # Until it is read, what a source of this kind usually gets.
        "kind": "mail" if PROVIDERS[source.provider].kind == "email" else "survey_response",
        "received_at": now(),
        "size": len(posted.body),
        "content_type": content_type or None,
        "headers": kept_headers(posted.headers),
        "correlation_id": work.correlation_id,
    }
