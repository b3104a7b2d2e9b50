"""Idempotency-Key: the stored answer and the work it answers for commit together.

A key belongs to one actor and one route for a day. A second request with the same key waits for the first one's
transaction (for at most the role's lock timeout), then gets the stored answer.
"""

import hashlib
from typing import Any

import orjson
from fastapi import Request, Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.kit.problems import Conflict, Invalid
from services.kit.seal import SealBroken, Sealer
from services.kit.work import Work

HEADER = "Idempotency-Key"
MAXIMUM_LENGTH = 200
REPLAYED_HEADERS = ("location", "etag")
LOCK_TIMEOUT_STATE = "55P03"

CLAIM = text(
    """INSERT INTO rapport.idempotency_keys (workspace_id, actor_id, route, key, body_digest)
    VALUES (:workspace_id, :actor_id, :route, :key, :digest) ON CONFLICT DO NOTHING RETURNING true"""
)
STORED = text(
    """SELECT body_digest, status, headers, body FROM rapport.idempotency_keys
    WHERE workspace_id = :workspace_id AND actor_id = :actor_id AND route = :route AND key = :key"""
)
STORE = text(
    """UPDATE rapport.idempotency_keys SET status = :status, headers = cast(:headers AS jsonb), body = :body
    WHERE workspace_id = :workspace_id AND actor_id = :actor_id AND route = :route AND key = :key"""
)


class IdempotencyKeyReused(Invalid):
    slug, title = "idempotency-key-reused", "This Idempotency-Key was used for another request"
    default_detail = "Send a new Idempotency-Key for a new request, or repeat the first request unchanged."


class IdempotencyKeyMalformed(Invalid):
    slug, title = "idempotency-key-malformed", "The Idempotency-Key cannot be used"
    default_detail = f"Send 1 to {MAXIMUM_LENGTH} printable ASCII characters."


class StillRunning(Conflict):
    slug, title = "request-in-progress", "The first request with this Idempotency-Key is still running"
    default_detail = "Wait a moment, then repeat the request unchanged."


class AnswerLost(Conflict):
    slug, title = "answer-lost", "The first answer cannot be shown again"
    default_detail = "The request was carried out, but SECRET_KEY was replaced since. Look the result up."


class Replayed(Exception):
    """The answer is already stored; the route must not run again."""

    def __init__(self, response: Response) -> None:
        self.response = response


async def claim_key(request: Request, work: Work) -> None:
    """Take the request's key for this transaction, where it has one.

    Raises:
        Replayed: it was answered before; carries that answer.
        IdempotencyKeyReused: the key was used with another body.
        StillRunning: the first request has not ended within the lock timeout.
    """
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return
    if not 0 < len(key) <= MAXIMUM_LENGTH or not key.isascii() or not key.isprintable():
        raise IdempotencyKeyMalformed
    body_digest = hashlib.sha256(await request.body()).digest()
    names = _names(request, work, key)
    try:
        claimed = (await work.session.execute(CLAIM, {**names, "digest": body_digest})).scalar()
    except DBAPIError as error:
        if getattr(getattr(error.orig, "__cause__", None), "sqlstate", None) == LOCK_TIMEOUT_STATE:
            raise StillRunning(headers={"Retry-After": "2"}) from None
        raise
    if claimed:
        request.scope["rapport.idempotency"] = names
        return
    stored = (await work.session.execute(STORED, names)).one_or_none()
    raise _replay(body_digest, stored, sealer=request.app.state.parts.sealer, context=_context(names))


async def store_answer(request: Request, response: Response) -> None:
    """Keep the answer beside the work, inside its transaction; called before the commit."""
    names = request.scope.get("rapport.idempotency")
    if names is None:
        return
    work: Work = request.scope["rapport.work"]
    kept = {name: response.headers[name] for name in REPLAYED_HEADERS if name in response.headers}
    kept["content-type"] = response.headers.get("content-type", "application/json")
    # Sealed, because some answers show a secret that is otherwise kept nowhere, such as a new API key.
    sealer: Sealer = request.app.state.parts.sealer
    body = sealer.seal(bytes(response.body).decode(), context=_context(names)).encode()
    values = {**names, "status": response.status_code, "headers": _json(kept), "body": body}
    await work.session.execute(STORE, values)


def _names(request: Request, work: Work, key: str) -> dict[str, Any]:
    actor_id = work.actor.user_id or work.actor.api_key_id
    return {
        "workspace_id": work.workspace_id,
        "actor_id": actor_id,
        "route": f"{request.method} {request.scope['path']}",
        "key": key,
    }


def _context(names: dict[str, Any]) -> str:
    return " ".join(["answer", *(str(names[part]) for part in ("workspace_id", "actor_id", "route", "key"))])


def _replay(body_digest: bytes, stored: Any, *, sealer: Sealer, context: str) -> Exception:
    if stored is None or stored.status is None:
        return StillRunning(headers={"Retry-After": "2"})
    if stored.body_digest != body_digest:
        return IdempotencyKeyReused()
    headers = {**stored.headers, "Idempotent-Replayed": "true"}
    try:
        body = sealer.open(stored.body.decode(), context=context)
    except SealBroken:
        return AnswerLost()
    return Replayed(Response(body, stored.status, headers))


def _json(value: dict[str, str]) -> str:
    return orjson.dumps(value).decode()
