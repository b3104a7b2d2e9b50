"""From a bearer token to an actor, without asking PostgreSQL each time.

A verified token and its actor are remembered for at most 5 seconds and forgotten at once when PostgreSQL says that the
person changed (NOTIFY `rapport_actor`), so a removed role or a revoked key ends within moments in every worker.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.api.identity.api_keys.domain import PREFIX, is_live, permissions_of_key
from services.api.identity.api_keys.domain import workspace_of as workspace_of_key
from services.api.identity.api_keys.repository import UNSCOPED_HOLDER, unscoped_note_use
from services.api.identity.members.private_projects import UNSCOPED_ACTOR
from services.api.identity.policy import permissions_of, sees_all
from services.kit.actor import Actor, system_actor
from services.kit.clock import now
from services.kit.correlation import correlation_id
from services.kit.database import Database
from services.kit.listening import keep_listening
from services.kit.problems import Problem, Unauthenticated
from services.kit.seal import digest
from services.kit.telemetry import logger
from services.kit.tokens import InvalidToken, Tokens

REMEMBERED_SECONDS = 5.0
REMEMBERED_TOKENS = 10_000
USE_WRITTEN_EVERY = timedelta(minutes=1)
CHANNEL = "rapport_actor"

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Remembered:
    """An actor, and until when it may be believed (on the event loop's clock)."""

    actor: Actor
    until: float


class Authenticator:
    """Verifies bearer tokens for one worker."""

    def __init__(self, database: Database, tokens: Tokens) -> None:
        self._database, self._tokens = database, tokens
        self._remembered: dict[str, Remembered] = {}
        self._generation = 0
        self._used_keys: dict[UUID, set[UUID]] = {}

    async def authenticate(self, bearer: str) -> Actor:
        """The actor of an access token or API key.

        Raises:
            Unauthenticated: it is malformed, expired or revoked, or its owner is no member any more.
        """
        clock = asyncio.get_running_loop().time()
        known = self._remembered.get(bearer)
        if known is None or known.until <= clock:
            generation = self._generation
            actor, seconds = await (self._of_key(bearer) if bearer.startswith(PREFIX) else self._of_token(bearer))
            known = Remembered(actor, clock + min(seconds, REMEMBERED_SECONDS))
            # What was read before a change was announced must not outlive the announcement.
            if generation == self._generation:
                self._remember(bearer, known)
        if known.actor.api_key_id is not None:
            self._used_keys.setdefault(known.actor.workspace_id, set()).add(known.actor.api_key_id)
        return known.actor

    def forget_all(self) -> None:
        """Ask PostgreSQL again about everybody."""
        self._generation += 1
        self._remembered.clear()

    async def keep_fresh(self, stop: asyncio.Event) -> None:
        """Until `stop`: forget whenever PostgreSQL announces a change, and write down which keys were used."""
        changed = asyncio.Event()
        listening = asyncio.create_task(
            keep_listening(
                self._database.url,
                role="rapport_app",
                application="rapport-api-actors",
                channels=[CHANNEL],
                wake=changed,
                stop=stop,
            )
        )
        noting = asyncio.create_task(self._note_uses_regularly(stop))
        forgetting = asyncio.create_task(self._forget_on(changed))
        try:
            await stop.wait()
        finally:
            for task in (listening, noting, forgetting):
                task.cancel()
            await asyncio.gather(listening, noting, forgetting, return_exceptions=True)

    async def note_uses(self) -> None:
        """Write when the keys seen since the last call were used."""
        used, self._used_keys = self._used_keys, {}
        at = now()
        for workspace_id, key_ids in used.items():
            actor = system_actor(workspace_id)
            async with self._database.work(actor, correlation_id=correlation_id()) as work:
                await unscoped_note_use(work, list(key_ids), at=at, unless_since=at - USE_WRITTEN_EVERY)

    async def _of_token(self, token: str) -> tuple[Actor, float]:
        try:
            claims = self._tokens.verify_access(token)
        except InvalidToken:
            raise Unauthenticated from None
        rows = await self._database.reader.rows(UNSCOPED_ACTOR, claims.workspace_id, user_id=claims.user_id)
        if not rows or rows[0]["token_version"] != claims.token_version:
            raise Unauthenticated
        row = rows[0]
        actor = Actor(
            workspace_id=claims.workspace_id,
            kind="user",
            name=row["name"],
            user_id=claims.user_id,
            role=row["role"],
            permissions=permissions_of(row["role"]),
            sees_all=sees_all(row["role"]),
            private_project_ids=tuple(row["private_projects"]),
        )
        return actor, (claims.expires_at - now()).total_seconds()

    async def _of_key(self, key: str) -> tuple[Actor, float]:
        workspace_id = workspace_of_key(key)
        if workspace_id is None:
            raise Unauthenticated
        rows = await self._database.reader.rows(UNSCOPED_HOLDER, workspace_id, key_hash=digest(key))
        at = now()
        if not rows or not is_live(revoked_at=rows[0]["revoked_at"], expires_at=rows[0]["expires_at"], at=at):
            raise Unauthenticated
        row = rows[0]
        actor = Actor(
            workspace_id=workspace_id,
            kind="api_key",
            name=row["name"],
            user_id=row["created_by"],
            api_key_id=row["id"],
            role=row["role"],
            permissions=permissions_of_key(row["scopes"], row["role"]),
            sees_all=sees_all(row["role"]),
            private_project_ids=tuple(row["private_projects"]),
        )
        expires_at = row["expires_at"]
        return actor, (expires_at - at).total_seconds() if expires_at else REMEMBERED_SECONDS

    def _remember(self, bearer: str, known: Remembered) -> None:
        if len(self._remembered) >= REMEMBERED_TOKENS:
            self._remembered.clear()
        self._remembered[bearer] = known

    async def _forget_on(self, changed: asyncio.Event) -> None:
        while True:
            await changed.wait()
            changed.clear()
            self.forget_all()

    async def _note_uses_regularly(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), USE_WRITTEN_EVERY.total_seconds())
            try:
                await self.note_uses()
            except (Problem, OSError) as error:
                log.warning("use of API keys not written", error=repr(error))
